# What the statistics of src/domain/statistics should be, in R: by R's own tests where base R has them, else by the
# textbook's matrices, as packages such as survival and sandwich compute them.

# Fitted until nothing changes any more; that the deviance still wavers in its last digit is no concern.
fit <- function(formula, data)
  suppressWarnings(glm(formula, quasipoisson, data, control = glm.control(epsilon = 1e-15, maxit = 30)))

rate_ratio <- function(x1, t1, x2, t2, level, phi = 1) {
  model <- fit(x ~ pilot + offset(log(t)), data.frame(x = c(x1, x2), t = c(t1, t2), pilot = c(1, 0)))
  error <- sqrt(phi * summary(model)$cov.unscaled[2, 2])
  exp(coef(model)[2] + c(0, -1, 1) * qnorm((1 + level) / 2) * error)
}
exact_rate_ratio <- function(x1, t1, x2, t2, level)
  with(poisson.test(c(x1, x2), c(t1, t2), conf.level = level), c(estimate, conf.int))

wilson <- function(x, n, level) suppressWarnings(prop.test(x, n, conf.level = level, correct = FALSE)$conf.int)
newcombe <- function(x1, n1, x2, n2, level) {
  p <- c(x1 / n1, x2 / n2)
  one <- wilson(x1, n1, level)
  two <- wilson(x2, n2, level)
  d <- p[1] - p[2]
  c(d, d - sqrt((p[1] - one[1])^2 + (two[2] - p[2])^2), d + sqrt((one[2] - p[1])^2 + (p[2] - two[1])^2))
}

# With ties R 4.6 would take the permutation distribution of small samples; here, as until R 4.5, the normal one.
hodges_lehmann <- function(x, y, level) {
  exact <- !anyDuplicated(c(x, y)) && max(length(x), length(y)) < 50
  test <- wilcox.test(x, y, exact = exact, conf.int = TRUE, conf.level = level, tol.root = 1e-10, digits.rank = Inf)
  c(median(outer(x, y, "-")), test$conf.int)
}

# Kaplan-Meier as in survival's survfit: those last seen at a time were still at risk then.
survival_of <- function(seconds, answered) {
  times <- sort(unique(seconds))
  at_risk <- sapply(times, function(t) sum(seconds >= t))
  d <- sapply(times, function(t) sum(seconds == t & answered == 1))
  data.frame(times, at_risk, d, surv = cumprod(1 - d / at_risk), greenwood = cumsum(d / (at_risk * (at_risk - d))))
}
# survival:::quantile.survfit: the midpoint where the curve is flat at the share.
time_of <- function(times, height, p, tolerance = sqrt(.Machine$double.eps)) {
  target <- 1 - p
  first <- which(height < target + tolerance)[1]
  if (is.na(first)) return(NA)
  if (height[first] < target - tolerance) return(times[first])
  below <- which(height < target - tolerance | is.na(height) & seq_along(height) > first)[1]
  mean(c(times[first], if (is.na(below)) max(times) else times[below]))
}
survival_quantile <- function(seconds, answered, p, level) {
  curve <- survival_of(seconds, answered)
  s <- ifelse(curve$surv %in% 0:1, NA, curve$surv)
  limit <- function(side) {
    bound <- exp(-exp(log(-log(s)) + side * qnorm((1 + level) / 2) * sqrt(curve$greenwood) / log(s)))
    ifelse(curve$surv == 1, 1, bound)
  }
  c(time_of(curve$times, curve$surv, p), time_of(curve$times, limit(-1), p), time_of(curve$times, limit(1), p))
}
share_by <- function(seconds, answered, at) {
  by_then <- sum(answered[seconds <= at])
  still_waiting <- sum(seconds > at | (seconds == at & answered == 0))
  curve <- subset(survival_of(seconds, answered), times <= at)
  s <- if (nrow(curve)) tail(curve$surv, 1) else 1
  c(by_then + still_waiting, by_then / (by_then + still_waiting), if (still_waiting || s == 0) 1 - s else NA)
}

# Draws are columns of week numbers; the expanded percentile interval of Hesterberg (2015).
bootstrap_median <- function(seconds, answered, week, pilot_draws, baseline_draws, replicates, level) {
  pilot_draws <- matrix(pilot_draws, ncol = replicates)
  baseline_draws <- matrix(baseline_draws, ncol = replicates)
  median_of <- function(draw) {
    rows <- unlist(lapply(draw, function(w) which(week == w)))
    curve <- survival_of(seconds[rows], answered[rows])
    at <- time_of(curve$times, curve$surv, 0.5)
    if (is.na(at)) Inf else at
  }
  differences <- sort(apply(pilot_draws, 2, median_of) - apply(baseline_draws, 2, median_of))
  n <- min(nrow(pilot_draws), nrow(baseline_draws))
  tail <- pnorm(-qt((1 + level) / 2, nrow(pilot_draws) + nrow(baseline_draws) - 2) * sqrt(n / (n - 1)))
  k <- max(1, floor(tail * (length(differences) + 1)))
  differences[c(k, length(differences) + 1 - k)]
}

bread_of <- function(model, X) solve(crossprod(X, fitted(model) * X))

# sandwich::NeweyWest(model, lag, prewhite = FALSE, adjust = TRUE)
newey_west <- function(model, lag) {
  X <- model.matrix(model)
  scores <- X * (model$y - fitted(model))
  n <- nrow(X)
  meat <- crossprod(scores)
  for (l in seq_len(lag)) {
    gamma <- crossprod(scores[(1 + l):n, , drop = FALSE], scores[1:(n - l), , drop = FALSE])
    meat <- meat + (1 - l / (lag + 1)) * (gamma + t(gamma))
  }
  bread <- bread_of(model, X)
  bread %*% meat %*% bread * n / (n - ncol(X))
}

# Zeger (1988), with the carry found by the expectations of quadratic forms of the residuals.
serial_errors <- function(model, week, place = rep(1, length(week))) {
  X <- model.matrix(model)
  mu <- fitted(model)
  root <- sqrt(mu)
  r <- (model$y - mu) / root
  same <- outer(place, place, "==")
  lag <- abs(outer(week, week, "-"))
  phi <- sum(r^2) / model$df.residual
  g <- max(0.5, (phi - 1) / phi)
  correlation <- function(rho) same * ifelse(lag == 0, 1, g * rho^lag)
  M <- diag(length(r)) - (root * X) %*% bread_of(model, X) %*% t(root * X)
  S <- same * outer(week, week, function(a, b) b - a == 1)
  excess <- function(rho) {
    R <- correlation(rho)
    sum(diag(M %*% S %*% M %*% R)) / sum(diag(M %*% R)) - c(r %*% S %*% r) / sum(r^2)
  }
  rho <- if (excess(0) >= 0) 0 else if (excess(0.95) < 0) 0.95 else uniroot(excess, c(0, 0.95), tol = 1e-13)$root
  R <- correlation(rho)
  c <- (rho + g * rho) / 2
  bread <- bread_of(model, X)
  meat <- crossprod(root * X, R %*% (root * X))
  list(vcov = bread %*% meat %*% bread * sum(r^2) / sum(diag(M %*% R)), df = max(2, model$df.residual * (1 - c) / (1 + c)))
}

ratio <- function(model, errors, weights, level) {
  log <- sum(weights * coef(model))
  error <- sqrt(c(weights %*% errors$vcov %*% weights))
  exp(log + c(0, -1, 1) * qt((1 + level) / 2, errors$df) * error)
}

interrupted_series <- function(week, count, hours, post, term, level) {
  own_trend <- sum(post) >= 12
  season <- if (length(unique(term)) > 1) "term" else if (sum(!post) >= 52) "year" else "none"
  start <- min(week[post == 1])
  angle <- 2 * pi * week / (365.25 / 7)
  week <- week - start
  post <- as.numeric(post)
  after <- post * week
  formula <- "count ~ offset(log(hours)) + week + post"
  if (own_trend) formula <- paste(formula, "+ after")
  if (season == "year") formula <- paste(formula, "+ sin(angle) + cos(angle) + sin(2 * angle) + cos(2 * angle)")
  if (season == "term") formula <- paste(formula, "+ factor(term)")
  model <- fit(as.formula(formula), data.frame(week, count, hours, post, after, angle, term))
  errors <- serial_errors(model, week)
  at <- function(...) {
    weights <- setNames(numeric(length(coef(model))), names(coef(model)))
    given <- c(...)
    weights[names(given)] <- given
    ratio(model, errors, weights, level)
  }
  c(at(post = 1), if (own_trend) at(post = 1, after = max(week) / 2), at(week = 1), summary(model)$dispersion)
}

difference_in_differences <- function(count, hours, location, week, treated, post, level) {
  effect <- function(x, rows) {
    d <- data.frame(count, hours, location, week, x)[rows, ]
    model <- fit(count ~ x + factor(location) + factor(week) + offset(log(hours)), d)
    errors <- serial_errors(model, d$week, d$location)
    list(ratio = ratio(model, errors, c(0, 1, numeric(length(coef(model)) - 2)), level),
         t = coef(model)[2] / sqrt(errors$vcov[2, 2]), df = errors$df)
  }
  step <- effect(treated * post, TRUE)
  trend <- effect(treated * week, post == 0)
  c(step$ratio, trend$ratio[1], 2 * pt(-abs(trend$t), trend$df))
}

anytime_rate_ratio <- function(x1, t1, x2, t2, level) {
  n <- x1 + x2
  gain <- function(logit)
    lbeta(x1 + 0.5, x2 + 0.5) - lbeta(0.5, 0.5) - x1 * plogis(logit, log.p = TRUE) - x2 * plogis(-logit, log.p = TRUE) +
      log(1 - level)
  best <- qlogis((x1 + 0.5) / (n + 1))
  end <- function(side) uniroot(gain, sort(c(best, best + side * 40)), tol = 1e-12)$root
  c(if (x1 == 0) 0 else exp(end(-1)) * t2 / t1, if (x2 == 0) Inf else exp(end(1)) * t2 / t1)
}

standardise <- function(pilot_cell, pilot_x, pilot_n, baseline_cell, baseline_n) {
  rate <- tapply(pilot_x, pilot_cell, sum) / tapply(pilot_n, pilot_cell, sum)
  weight <- tapply(baseline_n, baseline_cell, sum)
  both <- intersect(names(rate), names(weight))
  c(sum(pilot_x) / sum(pilot_n), weighted.mean(rate[both], weight[both]), sum(weight[both]) / sum(weight))
}
