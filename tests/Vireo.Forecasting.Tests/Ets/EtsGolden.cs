using System.Text.Json;
using Vireo.Forecasting.Ets;

namespace Vireo.Forecasting.Tests.Ets;

/// <summary>Reads forms, weights and states as R writes them.</summary>
internal static class EtsGolden
{
    public static EtsForm Form(string letters) => new(
        letters[0] == 'A' ? EtsError.Additive : EtsError.Multiplicative,
        letters[1] == 'N' ? EtsTrend.None : letters.Contains('d') ? EtsTrend.Damped : EtsTrend.Additive,
        letters[^1] switch { 'N' => EtsSeason.None, 'A' => EtsSeason.Additive, _ => EtsSeason.Multiplicative });

    public static EtsForm AskedForm(this JsonElement golden)
    {
        EtsForm form = Form(golden.Text("asked"));

        return golden.GetProperty("asked_damped").GetBoolean() ? form with { Trend = EtsTrend.Damped } : form;
    }

    public static EtsParameters Parameters(this JsonElement golden, EtsForm form) => new(
        golden.Number("alpha"),
        golden.Number("beta"),
        golden.Number("gamma"),
        form.Trend == EtsTrend.Damped ? golden.Number("phi") : 1);

    /// <summary>Level, trend and season; R lists the season newest first, so the last one is used next.</summary>
    public static (double Level, double Trend, double[] Season) States(
        this JsonElement golden, string name, EtsForm form)
    {
        double[] states = golden.GetProperty(name).Numbers();
        bool hasTrend = form.Trend != EtsTrend.None;
        double[] season = states[(hasTrend ? 2 : 1)..];
        Array.Reverse(season);

        return (states[0], hasTrend ? states[1] : 0, season);
    }
}
