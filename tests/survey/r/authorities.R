# Golden numbers of t.test and oneway.test (Welch) for tests/survey/test_authorities.py, from raw answers. Run: Rscript authorities.R
suppressMessages(library(jsonlite))
here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE)))
answers <- list(Essex = rep(1:0, c(61, 39)), Kent = rep(1:0, c(110, 90)), Suffolk = rep(1:0, c(20, 13)))
one <- function(y) list(estimate = mean(y), se = sd(y) / sqrt(length(y)), n = length(y), df = length(y) - 1)
pair <- function(a, b) { t <- t.test(answers[[a]], answers[[b]]); list(statistic = t$statistic[[1]], df = t$parameter[[1]], p = t$p.value, low = t$conf.int[1], high = t$conf.int[2]) }
long <- data.frame(y = unlist(answers), who = rep(names(answers), lengths(answers)))
w <- oneway.test(y ~ who, long, var.equal = FALSE)
out <- list(results = lapply(answers, one), pairs = list(pair("Essex", "Kent"), pair("Essex", "Suffolk"), pair("Kent", "Suffolk")),
            together = list(statistic = w$statistic[[1]], df = w$parameter[[1]], df_denominator = w$parameter[[2]], p = w$p.value))
write(toJSON(out, digits = NA, auto_unbox = TRUE), file.path(here, "authorities.json"))
