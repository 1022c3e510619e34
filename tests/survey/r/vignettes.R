# Vignette effects and marginal means by R's `survey`, as `cregg` calls it. Run in this folder: Rscript vignettes.R
suppressMessages({library(survey); library(jsonlite)})
tidy <- function(m) list(b = unname(coef(m)), names = names(coef(m)), V = unname(vcov(m)), df = m$df.residual)
term <- function(t) list(F = as.numeric(t$Ftest), df = t$df, ddf = t$ddf, p = as.numeric(t$p))
means <- function(f, d) {
  m <- svyby(~y, f, d, svymean, covmat = TRUE, na.rm = TRUE)
  list(names = names(coef(m)), b = unname(coef(m)), V = unname(vcov(m)))
}

# The real experiment: ../../../../shared/data/surveys/cregg-immigration
x <- read.csv("../../../../shared/data/surveys/cregg-immigration/immigration.csv")
x$y <- x$ChosenImmigrant
x$Education <- relevel(factor(x$Education), "No Formal")
x$Gender <- factor(x$Gender); x$LanguageSkills <- factor(x$LanguageSkills)
x$ethno <- factor(ifelse(x$ethnocentrism > 50, "high", "low"), c("low", "high"))
d <- svydesign(ids = ~CaseID, weights = ~1, data = x)
real <- list(amce = tidy(svyglm(y ~ Gender + Education + LanguageSkills, d)), gender = means(~Gender, d), education = means(~Education, d))
crossed <- svyglm(y ~ Education * Gender + LanguageSkills, d)
within <- sapply(levels(x$Education), function(e) {
  k <- setNames(rep(0, length(coef(crossed))), names(coef(crossed))); k["GenderMale"] <- 1
  if (e != "No Formal") k[paste0("Education", e, ":GenderMale")] <- 1
  s <- svycontrast(crossed, list(k)); c(coef(s), SE(s))
})
real$within <- list(levels = levels(x$Education), b = unname(within[1, ]), se = unname(within[2, ]),
                    test = term(regTermTest(crossed, ~Education:Gender)))
asked <- subset(d, !is.na(ethno))
split <- svyglm(y ~ (Gender + Education + LanguageSkills) * ethno, asked)
real$groups <- list(split = tidy(split), gender = term(regTermTest(split, ~Gender:ethno)), education = term(regTermTest(split, ~Education:ethno)),
                    means = means(~Education + ethno, asked))
# a doctor is never shown without a college education: the mean over the levels of education that both jobs are shown with
x$cell <- interaction(x$Education, x$Job, drop = TRUE, sep = "|")
cells <- svyglm(y ~ 0 + cell + Gender, svydesign(ids = ~CaseID, weights = ~1, data = x))
job <- function(one, other) {
  shown <- sapply(levels(x$Education), function(e) all(paste(e, c(one, other), sep = "|") %in% levels(x$cell)))
  k <- setNames(rep(0, length(coef(cells))), names(coef(cells)))
  for (e in levels(x$Education)[shown]) { k[paste0("cell", e, "|", one)] <- 1 / sum(shown); k[paste0("cell", e, "|", other)] <- -1 / sum(shown) }
  s <- svycontrast(cells, list(k)); c(unname(coef(s)), unname(as.numeric(SE(s))))
}
real$restricted <- list(doctor = job("Doctor", "Nurse"), teacher = job("Teacher", "Nurse"), df = cells$df.residual)

# A made one: strata, weights, a rating, people who skipped, profiles without an attribute
set.seed(20)
n <- 48; k <- 4
made <- data.frame(person = rep(1:n, each = k), stratum = rep(rep(1:3, length.out = n), each = k),
                   w = rep(round(runif(n, 0.5, 3), 2), each = k),
                   purpose = sample(c("health", "roads", "tax"), n * k, TRUE), holder = sample(c("council", "firm"), n * k, TRUE),
                   age = rep(sample(c("young", "old"), n, TRUE), each = k))
made$y <- with(made, pmin(7, pmax(1, round(4 + (purpose == "health") - (holder == "firm") * ifelse(age == "old", 1.5, 0.3) + rnorm(n * k)))))
made$y[c(3, 50, 51, 52, 49)] <- NA; made$holder[c(8, 90)] <- NA; made$w[made$person == 7] <- 0
dm <- svydesign(ids = ~person, strata = ~stratum, weights = ~w, data = made)
suppressWarnings({  # rows of zero weight
fit <- svyglm(y ~ purpose + holder, dm)
both <- svyglm(y ~ purpose * holder, dm)
aged <- svyglm(y ~ (purpose + holder) * relevel(factor(age), "young"), dm)
})
small <- suppressWarnings(list(amce = tidy(fit), purpose = lapply(c("health", "roads", "tax"), function(p) {
  m <- svymean(~y, subset(dm, purpose == p & !is.na(y))); c(coef(m), SE(m)) }), interaction = term(regTermTest(both, ~purpose:holder)), both = tidy(both), aged = tidy(aged)))
write_json(list(real = real, made = list(data = made, r = small)), "vignettes.json", digits = NA, auto_unbox = TRUE, na = "null", dataframe = "columns")
