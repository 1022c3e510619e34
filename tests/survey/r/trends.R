# Golden numbers of survey::svyratio(covmat = TRUE) on stacked waves for tests/survey/test_trends.py. Run: Rscript trends.R
suppressMessages({library(survey); library(jsonlite)})
here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE)))
RNGversion("4.0.0"); set.seed(4711)
person <- data.frame(id = 1:260, stratum = rep(1:2, 130), liking = rnorm(260), age = sample(1:3, 260, TRUE), sex = sample(1:2, 260, TRUE))
person$cluster <- (person$id - 1) %/% 2 %% 26 + 1 # every cluster of a stratum keeps its people in all waves
wave <- function(w, ids) {
  d <- person[ids, ]
  d$wave <- w; d$weight <- round(runif(length(ids), .5, 3), 3)
  d$y <- as.integer(d$liking + rnorm(length(ids), .15 * w, .8) > 0)
  d$y[sample(length(ids), 5)] <- NA
  d
}
stacked <- rbind(wave(1, 1:150), wave(2, 60:200), wave(3, c(20:80, 150:260)))
for (w in 1:3) {
  stacked[[paste0("answered", w)]] <- as.numeric(stacked$wave == w & !is.na(stacked$y))
  stacked[[paste0("yes", w)]] <- as.numeric(stacked$wave == w & stacked$y %in% 1)
}
numbers <- function(design) { # each wave's share is a ratio; the covariance of all nine ratios, of which the three on the diagonal are asked
  m <- svyratio(~ yes1 + yes2 + yes3, ~ answered1 + answered2 + answered3, design, covmat = TRUE)
  own <- paste0("yes", 1:3, "/answered", 1:3)
  V <- vcov(m)[own, own]; p <- unname(diag(coef(m, drop = FALSE)))
  change <- function(v) list(estimate = sum(v * p), se = sqrt(c(v %*% V %*% v)))
  line <- function(t) (t - mean(t)) / sum((t - mean(t))^2)
  list(estimate = p, covariance = unname(V), from_first = change(c(-1, 0, 1)), from_previous = change(c(0, -1, 1)),
       line = change(line(c(2019, 2021, 2022))))
}
plain <- svydesign(ids = ~id, weights = ~weight, data = stacked)
clusters <- svydesign(ids = ~cluster, strata = ~stratum, weights = ~weight, data = stacked, nest = TRUE)
margin <- function(column) { # each wave is raked to the same population of 900
  stacked[[paste0(column, "_wave")]] <<- interaction(stacked$wave, stacked[[column]], drop = TRUE)
  targets <- list(age = c(300, 350, 250), sex = c(480, 420))[[column]]
  places <- do.call(rbind, strsplit(levels(stacked[[paste0(column, "_wave")]]), ".", fixed = TRUE))
  setNames(data.frame(levels(stacked[[paste0(column, "_wave")]]), targets[as.integer(places[, 2])]), c(paste0(column, "_wave"), "Freq"))
}
margins <- lapply(c("age", "sex"), margin)
raked <- rake(svydesign(ids = ~id, weights = ~weight, data = stacked), list(~age_wave, ~sex_wave), margins, control = list(maxit = 500, epsilon = 1e-12))
out <- list(plain = numbers(plain), clusters = numbers(clusters), raked = numbers(raked), n_both = unname(crossprod(table(stacked$id[!is.na(stacked$y)], stacked$wave[!is.na(stacked$y)]))),
            data = as.list(stacked[c("id", "stratum", "cluster", "age", "sex", "wave", "weight", "y")]))
write(toJSON(out, digits = NA, auto_unbox = TRUE, na = "null"), file.path(here, "trends.json"))
