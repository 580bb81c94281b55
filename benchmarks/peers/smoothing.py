"""Fits a smoothing model of statsmodels and says what it cost.

Usage: python3 smoothing.py SERIES.csv HORIZON METHOD      METHOD: ses, damped, theta, ets
SERIES.csv holds one line a series: period, then the values. One line of output a series: CPU seconds, then the forecasts.
ets is one form, additive with a damped trend (and a season where the period is above one): statsmodels chooses none.
"""
import sys
import time
import warnings

import numpy as np
from statsmodels.tsa.exponential_smoothing.ets import ETSModel
from statsmodels.tsa.forecasting.theta import ThetaModel
from statsmodels.tsa.holtwinters import Holt, SimpleExpSmoothing


def ets(values, period):
    seasonal = "add" if period > 1 else None
    model = ETSModel(
        values, error="add", trend="add", damped_trend=True, seasonal=seasonal,
        seasonal_periods=period if period > 1 else None)
    return model.fit(disp=0)


METHODS = {
    "ses": lambda values, period: SimpleExpSmoothing(values, initialization_method="estimated").fit(),
    "damped": lambda values, period: Holt(values, damped_trend=True, initialization_method="estimated").fit(),
    "theta": lambda values, period: ThetaModel(values, period=period, deseasonalize=period > 1).fit(),
    "ets": ets,
}

warnings.simplefilter("ignore")
horizon = int(sys.argv[2])
for line in open(sys.argv[1], encoding="ascii"):
    period, *cells = line.split(",")
    values = np.array([float(cell) for cell in cells])
    started = time.process_time()
    path = METHODS[sys.argv[3]](values, int(period)).forecast(horizon)
    used = time.process_time() - started
    print(",".join(str(number) for number in [used, *path]))
