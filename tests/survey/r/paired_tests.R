# Tests on square tables of people, in base R. Run in this folder: Rscript paired_tests.R
suppressMessages(library(jsonlite))
one <- function(h) list(statistic = unname(h$statistic), df = unname(h$parameter), p = unname(h$p.value))
margins <- function(tb) {                              # Stuart and Maxwell, Bhapkar: from their definitions
  k <- nrow(tb); d <- (rowSums(tb) - colSums(tb))[-k]; S <- -(tb + t(tb)); diag(S) <- rowSums(tb) + colSums(tb) - 2 * diag(tb)
  S <- S[-k, -k, drop = FALSE]; s <- as.numeric(t(d) %*% solve(S) %*% d); b <- as.numeric(t(d) %*% solve(S - outer(d, d) / sum(tb)) %*% d)
  list(stuart_maxwell = list(statistic = s, df = k - 1, p = pchisq(s, k - 1, lower.tail = FALSE)),
       bhapkar = list(statistic = b, df = k - 1, p = pchisq(b, k - 1, lower.tail = FALSE)))
}
two <- function(tb) c(list(counts = tb, chi2 = one(mcnemar.test(tb, correct = FALSE)), corrected = one(mcnemar.test(tb)),
                           exact = binom.test(min(tb[1, 2], tb[2, 1]), tb[1, 2] + tb[2, 1])$p.value))
square <- function(tb) c(list(counts = tb, bowker = one(mcnemar.test(tb))), margins(tb))
set.seed(5)
random <- function(k, n) { a <- sample(k, n, TRUE); b <- pmin(k, pmax(1, a + sample(-2:3, n, TRUE))); unclass(table(factor(a, 1:k), factor(b, 1:k))) }
dense <- function(k) matrix(rpois(k * k, 30) + 1, k)
paired <- read.csv("../../../../shared/data/surveys/r-reference/paired.csv")
tb <- unclass(table(factor(paired$pre, 1:5), factor(paired$post, 1:5)))
yes <- unclass(table(paired$pre >= 4, paired$post >= 4))
cochran <- lapply(c(3, 4, 6), function(k) { m <- matrix(rbinom(40 * k, 1, rep(seq(.3, .6, length.out = k), each = 40)), 40)
  c(list(answers = m), one(friedman.test(m))) })
out <- list(agresti = two(matrix(c(794, 86, 150, 570), 2)),
            twos = lapply(list(c(10, 1, 8, 21), c(5, 0, 6, 0), c(3, 4, 4, 9), c(100, 30, 71, 400)), function(v) two(matrix(v, 2))),
            vision = square(matrix(c(1520, 234, 117, 36, 266, 1512, 362, 82, 124, 432, 1772, 179, 66, 78, 205, 492), 4)),
            squares = lapply(3:7, function(k) square(dense(k))),
            paired = c(list(mcnemar = two(yes)), margins(tb)), cochran = cochran)
write_json(out, "paired_tests.json", digits = NA, auto_unbox = TRUE, matrix = "rowmajor")
