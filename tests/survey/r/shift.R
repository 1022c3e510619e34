# Changes of shares between steps asked of the same people, by R's survey. Run in this folder: Rscript shift.R
suppressMessages({library(survey); library(jsonlite)})
levels_of <- 1:4
ask <- function(D, earlier, later, levels) {          # of the rows of D with both answers
  rows <- !is.na(D$variables[[earlier]]) & !is.na(D$variables[[later]])
  S <- subset(D, rows)
  for (l in levels) S$variables[[paste0("z", l)]] <- ifelse(is.na(S$variables[[later]] + S$variables[[earlier]]), 0,
                                                            (S$variables[[later]] == l) - (S$variables[[earlier]] == l))
  v <- svymean(as.formula(paste("~", paste0("z", levels, collapse = "+"))), S)
  df <- degf(S); p <- length(levels) - 1; b <- coef(v)[1:p]; V <- vcov(v)[1:p, 1:p]
  chi2 <- as.numeric(t(b) %*% solve(V) %*% b); d2 <- df - p + 1; F <- chi2 * d2 / (df * p)
  ci <- confint(v, df = df)
  list(n = sum(rows & weights(D) > 0 & weights(D) < Inf), estimate = unname(coef(v)), se = unname(SE(v)), low = unname(ci[, 1]),
       high = unname(ci[, 2]), df = df, chi2 = chi2, chi2_p = pchisq(chi2, p, lower.tail = FALSE), F = F, df_denominator = d2,
       p = pf(F, p, d2, lower.tail = FALSE))
}
agree <- function(D, earlier, later, yes) {
  rows <- !is.na(D$variables[[earlier]]) & !is.na(D$variables[[later]])
  S <- subset(D, rows)
  S$variables$diff <- (S$variables[[later]] >= yes) - (S$variables[[earlier]] >= yes)
  S$variables$moved <- as.numeric(S$variables[[later]] != S$variables[[earlier]])
  s <- svymean(~diff, S); t <- svyttest(diff ~ 0, S); m <- svymean(~moved, S)
  list(estimate = unname(coef(s)), se = unname(SE(s))[1], statistic = unname(t$statistic), df = unname(t$parameter), p = unname(t$p.value),
       moved = unname(coef(m)), moved_se = unname(SE(m))[1])
}

# Without shared data: 4 strata of 7 clusters, weights, missing answers, three groups.
set.seed(20); n <- 308
d <- data.frame(stratum = rep(1:4, each = 77), psu = rep(rep(1:7, each = 11), 4), w = round(rgamma(n, 4, 4), 4) + .01,
                sex = rep(1:2, length.out = n), group = sample(1:3, n, TRUE, c(.5, .3, .2)))
pull <- rep(rnorm(28, 0, .5), each = 11)
d$one <- pmin(4, pmax(1, round(2.3 + pull + rnorm(n))))
d$two <- pmin(4, pmax(1, round(d$one + .2 + pull / 2 + rnorm(n, 0, .7))))
d$three <- pmin(4, pmax(1, round(d$two + .1 + rnorm(n, 0, .6))))
for (step in c("one", "two", "three")) d[[step]][sample(n, 20)] <- NA
d$group[sample(n, 8)] <- NA
d$fpc <- c(20, 30, 40, 50)[d$stratum]
D <- svydesign(ids = ~psu, strata = ~stratum, weights = ~w, nest = TRUE, data = d)
F <- svydesign(ids = ~psu, strata = ~stratum, weights = ~w, fpc = ~fpc, nest = TRUE, data = d)
E <- svydesign(ids = ~1, strata = ~stratum, weights = ~w, data = d)
totals <- list(sex = data.frame(sex = 1:2, Freq = c(140, 170)), stratum = data.frame(stratum = 1:4, Freq = c(60, 70, 80, 100)))
R <- rake(E, list(~sex, ~stratum), totals, control = list(maxit = 500, epsilon = 1e-13))
over <- function(D) {                                  # no change over the three steps
  S <- subset(D, !is.na(one) & !is.na(two) & !is.na(three)); names <- c()
  for (later in c("two", "three")) for (l in levels_of[-4]) {
    name <- paste0(later, l); names <- c(names, name)
    S$variables[[name]] <- (S$variables[[later]] == l) - (S$variables$one == l)
  }
  v <- svymean(as.formula(paste("~", paste(names, collapse = "+"))), S)
  chi2 <- as.numeric(t(coef(v)) %*% solve(vcov(v)) %*% coef(v)); df <- degf(S); p <- 6
  list(n = nrow(S), chi2 = chi2, df = p, F = chi2 * (df - p + 1) / (df * p), df_denominator = df - p + 1,
       p = pf(chi2 * (df - p + 1) / (df * p), p, df - p + 1, lower.tail = FALSE))
}
by <- function(D) lapply(1:3, function(g) ask(subset(D, !is.na(group) & group == g), "one", "three", levels_of))
out <- list(data = d, clustered = ask(D, "one", "three", levels_of), next_step = ask(D, "two", "three", levels_of),
            fpc = ask(F, "one", "three", levels_of), elements = ask(E, "one", "three", levels_of),
            raked = ask(R, "one", "three", levels_of), by_clustered = by(D), by_elements = by(E), by_raked = by(R),
            over_steps = over(D), agree = agree(D, "one", "three", 3),
            agree_by = lapply(1:3, function(g) agree(subset(D, !is.na(group) & group == g), "one", "three", 3)))

# With shared data: ../shared/data/surveys/r-reference/paired.csv
paired <- read.csv("../../../../shared/data/surveys/r-reference/paired.csv")
P <- svydesign(ids = ~grp, weights = ~w, data = paired)
paired$part <- (paired$grp - 1) %% 4; paired$half <- paired$grp %% 2
PS <- svydesign(ids = ~grp, strata = ~part, weights = ~w, data = paired)
out$paired <- list(plain = ask(P, "pre", "post", 1:5), agree = agree(P, "pre", "post", 4), strata = ask(PS, "pre", "post", 1:5),
                   domains = lapply(0:1, function(h) ask(subset(PS, half == h), "pre", "post", 1:5)),
                   row_domains = lapply(0:2, function(h) ask(subset(PS, (seq_len(400) - 1) %% 3 == h), "pre", "post", 1:5)))
write_json(out, "shift.json", digits = NA, auto_unbox = TRUE, dataframe = "columns", na = "null")
