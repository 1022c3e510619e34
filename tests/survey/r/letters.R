# Pairs of columns tested by R's survey (svyttest of each two), adjusted by p.adjust, and by prop.test. Run in this folder: Rscript letters.R
suppressMessages({library(survey); library(jsonlite)})
set.seed(11); n <- 840
d <- data.frame(psu = rep(1:60, each = 14), stratum = rep(1:4, each = 210), w = round(rgamma(n, 6, 6), 3) + .05,
                column = sample(0:4, n, TRUE, c(.3, .25, .22, .18, .05)))  # the last has some forty people
pull <- rep(rnorm(60, 0, .6), each = 14)
d$answer <- pmin(2, pmax(0, round(1 + pull + .35 * (d$column == 1) - .5 * (d$column == 3) + rnorm(n))))
d$column[sample(n, 30)] <- NA; d$answer[sample(n, 30)] <- NA
D <- svydesign(ids = ~psu, strata = ~stratum, weights = ~w, nest = TRUE, data = d)
pairs <- combn(0:4, 2, simplify = FALSE)
of_pair <- function(answer, pair) {
  S <- subset(update(D, yes = as.numeric(answer == A), second = as.numeric(column == pair[2])), column %in% pair & !is.na(answer))
  svyttest(yes ~ second, S) }
out <- list(data = d, answers = list())
for (A in 0:2) {
  tests <- lapply(pairs, function(pair) of_pair(A, pair)); p <- sapply(tests, function(t) unname(t$p.value))
  counts <- function(c) c(sum(d$answer == A & d$column == c, na.rm = TRUE), sum(!is.na(d$answer) & d$column == c, na.rm = TRUE))
  plain <- sapply(pairs, function(pair) { x <- rbind(counts(pair[1]), counts(pair[2]))
    c(suppressWarnings(prop.test(x[, 1], x[, 2], correct = FALSE))[c("statistic", "p.value")], recursive = TRUE) })
  out$answers[[A + 1]] <- list(statistic = sapply(tests, function(t) unname(t$statistic)), df = sapply(tests, function(t) unname(t$parameter)),
    p = p, holm = p.adjust(p, "holm"), bh = p.adjust(p, "BH"), chi2 = unname(plain[1, ]), plain_p = unname(plain[2, ]))
}
p <- unlist(lapply(out$answers, `[[`, "p"))
out$table_holm <- p.adjust(p, "holm"); out$table_bh <- p.adjust(p, "BH")
write_json(out, "letters.json", digits = NA, auto_unbox = TRUE, dataframe = "columns", na = "null")
