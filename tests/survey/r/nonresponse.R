# Golden numbers of response propensities, adjustments and the R-indicator: R 4.2.2. Run from the repository's root: Rscript tests/survey/r/nonresponse.R
suppressMessages({library(survey); library(jsonlite)})
set.seed(53)
n <- 300
d <- data.frame(age = sample(0:2, n, TRUE), area = sample(0:3, n, TRUE), years = round(rgamma(n, 3, 0.3), 1), w = round(rgamma(n, 6, 0.1), 2))
d$y <- rbinom(n, 1, plogis(-0.4 + 0.5 * d$age - 0.3 * (d$area == 2) + 0.03 * d$years))
# 0 responded, 1 did not, 2 not eligible, 3 eligibility not known
d$disposition <- ifelse(runif(n) < 0.08, 2, ifelse(runif(n) < 0.15, 3, 1 - d$y))
exact <- list(epsilon = 1e-15, maxit = 100)
chance <- function(yes, rows) {  # of everybody, from a model of some rows; weights near 1, as glm starts badly from large ones
  d$yes <- yes
  predict(glm(yes ~ factor(age) + factor(area) + years, quasibinomial(), d[rows, ], weights = w / mean(w), control = exact), d, type = "response")
}
p <- chance(d$y, TRUE)
mean_p <- weighted.mean(p, d$w)
squared <- sum(d$w * (p - mean_p)^2) / (sum(d$w) - 1)
partial <- function(f) {
  share <- tapply(d$w, f, sum) / sum(d$w)
  own <- tapply(d$w * p, f, sum) / tapply(d$w, f, sum)
  unname(sqrt(share) * (own - mean_p))
}
# by class of age: unknown eligibility first, then non-response
s <- function(keep, by) { x <- tapply(d$w * keep, factor(by, levels = sort(unique(by))), sum); x[as.character(by)] }
known <- d$disposition < 3; eligible <- d$disposition < 2; responded <- d$disposition == 0
a1 <- s(TRUE, d$age) / s(known, d$age)
a2 <- s(eligible, d$age) / s(responded, d$age)
by_class <- d$w * ifelse(responded, a1 * a2, ifelse(d$disposition == 2, a1, 0))
# by propensity: of known eligibility among all, of response among the eligible
k <- chance(known * 1, TRUE)
r <- chance(responded * 1, eligible)
by_propensity <- d$w * ifelse(responded, 1 / k / r, ifelse(d$disposition == 2, 1 / k, 0))
write_json(list(data = d, chances = unname(p), r_indicator = 1 - 2 * sqrt(squared), mean_chance = mean_p, partial_age = partial(d$age),
                partial_area = partial(d$area), by_class = unname(by_class), by_propensity = unname(by_propensity)),
           "tests/survey/r/nonresponse.json", digits = NA, auto_unbox = TRUE, dataframe = "columns")
