# Intervals of answers that are all alike, and replicates of a design of two units to a stratum, by R's survey.
# Run in this folder: Rscript uncertainty.R
suppressMessages({library(survey); library(jsonlite)})
set.seed(4); n <- 480
d <- data.frame(stratum = rep(1:15, each = 32), psu = rep(1:30, each = 16), w = round(rgamma(n, 6, 6), 3) + .05, group = sample(0:2, n, TRUE))
d$answer <- rbinom(n, 1, plogis(.3 + rep(rnorm(30, 0, .7), each = 16) + .4 * d$group)); d$answer[sample(n, 25)] <- NA
D <- svydesign(ids = ~psu, strata = ~stratum, weights = ~w, nest = TRUE, data = d)
shares <- function(D) { A <- subset(D, !is.na(answer)); s <- svyby(~answer, ~group, A, svymean); list(share = s$answer, se = s$se) }
total <- function(D) { m <- svytotal(~answer, D, na.rm = TRUE); c(coef(m), SE(m)) }
brr <- as.svrepdesign(D, type = "BRR"); jkn <- as.svrepdesign(D, type = "JKn")
# svyciprop(method = "beta") with the effective size of Kish: its own is 0 / 0 where all answers are alike
alike <- lapply(0:2, function(g) { S <- subset(D, group == g); w <- weights(S); kish <- sum(w)^2 / sum(w^2); df <- degf(S)
  size <- kish * (qt(.025, nrow(S) - 1) / qt(.025, df))^2
  list(df = df, none = qbeta(.975, 1, size), all = qbeta(.025, size, 1)) })
write_json(list(data = d, brr = shares(brr), jkn = shares(jkn), brr_total = unname(total(brr)), jkn_total = unname(total(jkn)),
  total = unname(total(D)), alike = alike), "uncertainty.json", digits = NA, auto_unbox = TRUE, dataframe = "columns", na = "null")
