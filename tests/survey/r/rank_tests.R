# Rank tests of the same people at two steps or more, in base R. Run in this folder: Rscript rank_tests.R
suppressMessages(library(jsonlite))
wilcoxon <- function(x, y, exact) lapply(c("two.sided", "greater", "less"), function(a) {
  h <- suppressWarnings(wilcox.test(y, x, paired = TRUE, alternative = a, exact = exact, correct = TRUE))
  list(V = unname(h$statistic), p = h$p.value) })
case <- function(x, y, exact) list(before = x, after = y, exact = exact, r = wilcoxon(x, y, exact))
set.seed(9)
untied <- lapply(c(5, 12, 40, 60), function(n) { x <- rnorm(n); case(x, x + rnorm(n, .3), TRUE) })
tied <- lapply(c(12, 40, 300), function(n) { x <- sample(1:5, n, TRUE); case(x, pmin(5, pmax(1, x + sample(-1:2, n, TRUE))), FALSE) })
steps <- lapply(list(c(12, 3), c(40, 4), c(200, 5)), function(s) {
  m <- matrix(sample(1:5, s[1] * s[2], TRUE), s[1]) + rep(0:(s[2] - 1), each = s[1]) %/% 2
  h <- friedman.test(m); list(answers = m, statistic = unname(h$statistic), df = unname(h$parameter), p = h$p.value) })
write_json(list(untied = untied, tied = tied, friedman = steps), "rank_tests.json", digits = NA, auto_unbox = TRUE, matrix = "rowmajor")
