# Adjusted p values by R's p.adjust, written to the last bit as hexadecimal numbers. Run in this folder: Rscript multiplicity.R
suppressMessages(library(jsonlite))
set.seed(7); hex <- function(x) ifelse(is.na(x), "NaN", sprintf("%a", x))
families <- list(c(.01, .04, .03, .005), runif(1), c(.02, .02, .02), c(0, 1e-300, .5, 1, 1), runif(40)^3, c(NA, .2, .001, NA, .04),
                 round(runif(25), 2), pmin(1, 10^-(1:30)))
write_json(lapply(families, function(p) list(p = I(hex(p)), holm = I(hex(p.adjust(p, "holm"))), bh = I(hex(p.adjust(p, "BH"))))),
           "multiplicity.json", auto_unbox = TRUE)
