using Vireo.Forecasting.ServiceQuality;

namespace Vireo.Server.Api.Groups;

/// <summary>One thing that users of a service notice, now and under planned conditions.</summary>
/// <param name="Measure">Response time (seconds), error rate or packet loss (0 to 1).</param>
/// <param name="Curve">Which curve answers: <c>queue</c> or <c>trees</c>, whichever predicts better.</param>
/// <param name="Error">Its error on observations that it was not fitted to, as a share of their mean.</param>
/// <param name="OtherError">The same of the curve that was not kept; null when there were too few observations to try
/// it.</param>
/// <param name="Now">Under the conditions of lately.</param>
/// <param name="Planned">Under those asked for.</param>
public sealed record ServiceAnswer(
    QualityMeasure Measure, string Curve, double Error, double? OtherError, QualityAnswer Now, QualityAnswer Planned)
{
    internal static ServiceAnswer? Of(ServiceLevel level, QualityMeasure measure, ServiceConditions planned) =>
        level.ModelOf(measure) is { } model
            ? new(
                measure, model.Curve, model.Error, OtherOf(model), model.Ask(level.Now, ServiceLevel.Coverage),
                model.Ask(planned, ServiceLevel.Coverage))
            : null;

    private static double? OtherOf(QualityModel model)
    {
        double error = model.Curve == QualityModel.Queue ? model.TreesError : model.QueueError;

        return double.IsFinite(error) ? error : null;
    }
}
