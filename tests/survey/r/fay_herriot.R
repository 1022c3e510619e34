# Golden numbers of nlme::lme (ML, residual spread fixed) for tests/survey/test_fay_herriot.py. Run: Rscript fay_herriot.R
# Not REML: with a fixed residual spread nlme 3.1 does not maximise the restricted likelihood.
# Data: average spending on fresh milk in 43 areas of the US in 1989 with its standard error, and four major areas
# (Arora and Lahiri 1997, Statistica Sinica 7, 1053-1063; You and Chapman 2006, Survey Methodology 32, 97-103).
suppressMessages({library(nlme); library(jsonlite)})
here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE)))
y <- c(1.099, 1.075, 1.105, 0.628, 0.753, 0.981, 1.257, 1.095, 1.405, 1.356, 0.615, 1.46, 1.338, 0.854, 1.176, 1.111,
  1.257, 1.43, 1.278, 1.292, 1.002, 1.183, 1.044, 1.267, 1.193, 0.791, 0.795, 0.759, 0.796, 0.565, 0.886, 0.952,
  0.807, 0.582, 0.684, 0.787, 0.44, 0.759, 0.77, 0.8, 0.756, 0.865, 0.64)
se <- c(0.163, 0.08, 0.083, 0.109, 0.119, 0.141, 0.202, 0.127, 0.168, 0.178, 0.1, 0.201, 0.148, 0.143, 0.149, 0.145,
  0.135, 0.172, 0.137, 0.163, 0.125, 0.247, 0.14, 0.171, 0.106, 0.121, 0.121, 0.259, 0.106, 0.089, 0.225, 0.205,
  0.119, 0.067, 0.106, 0.126, 0.092, 0.132, 0.1, 0.113, 0.083, 0.121, 0.129)
major <- rep(1:4, c(7, 7, 11, 18))
milk <- data.frame(y = y, D = se^2, major = factor(major), area = factor(seq_along(y)))
m <- lme(y ~ major, random = ~ 1 | area, weights = varFixed(~D), data = milk, method = "ML",
         control = lmeControl(sigma = 1, msTol = 1e-14, tolerance = 1e-14, msMaxIter = 1000, maxIter = 1000, opt = "optim"))
ml <- list(area_variance = c(getVarCov(m)), fixed = unname(fixef(m)), log_likelihood = c(logLik(m)), estimate = unname(fitted(m, level = 1)))
write(toJSON(list(y = y, se = se, major = major, ml = ml), digits = NA, auto_unbox = TRUE), file.path(here, "fay_herriot.json"))
