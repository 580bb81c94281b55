using System.Collections.Immutable;

namespace Vireo.Forecasting.Lstm;

/// <summary>The sizes of a network; with the weights it is all there is to know of it.</summary>
/// <remarks>A window of the newest values enters in patches, one for each cell of the recurrence; facts about the whole
/// memory (levels, spreads, the same hour a day ago) enter the dense layer beside the last hidden state.</remarks>
public sealed record LstmShape
{
    private const int LongestSeason = 2_016;

    /// <summary>Values of the newest window that the recurrence reads. Default 96: eight hours of five-minute
    /// samples.</summary>
    public int Window { get; init; } = 96;

    /// <summary>Values that one cell reads; divides <see cref="Window"/>. One is the textbook's LSTM; eight measures as
    /// good on VM traces at a quarter of the cost.</summary>
    public int Patch { get; init; } = 8;

    /// <summary>Recurrent layers, one above the other, 1 or 2.</summary>
    public int Layers { get; init; } = 1;

    /// <summary>Hidden units a layer, a multiple of 16.</summary>
    public int Hidden { get; init; } = 48;

    /// <summary>Units of the dense layer before the quantiles.</summary>
    public int Dense { get; init; } = 64;

    /// <summary>Steps ahead that are forecast at once. Default 12: an hour of five-minute samples.</summary>
    public int Horizon { get; init; } = 12;

    /// <summary>Values of a series that are remembered, at least a season. Default 288: a day of five-minute samples.
    /// </summary>
    public int Memory { get; init; } = 288;

    /// <summary>Steps after which load repeats itself; what the memory holds of the same hours is told to the network.
    /// Default 288: a day of five-minute samples.</summary>
    public int Season { get; init; } = 288;

    /// <summary>Quantile levels that are learned, ascending, strictly between 0 and 1, with 0.5 among them.</summary>
    public ImmutableArray<double> Levels { get; init; } = [0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975];

    /// <summary>Sizes for series with a season: a memory of a week of hours, or a day of minutes.</summary>
    /// <param name="season">Steps in a season; 1 or less for none that is known.</param>
    /// <param name="horizon">Steps to forecast at once.</param>
    public static LstmShape For(int season, int horizon)
    {
        var usual = new LstmShape { Horizon = horizon };
        if (season <= 1 || season > LongestSeason)
        {
            return usual with { Memory = Math.Max(usual.Memory, horizon) };
        }

        int seasons = Math.Max(
            Math.Min(7, usual.Memory / season), (Math.Max(usual.Window, horizon) + season - 1) / season);

        return usual with { Season = season, Memory = season * Math.Max(1, seasons) };
    }

    internal int Cells => Window / Patch;

    internal int Features => 2 * Patch;

    internal int Extras => WindowFacts.CountFor(Horizon);

    /// <summary>Numbers that describe one window to the network.</summary>
    public int SampleLength => (Cells * Features) + Extras;

    internal int Outputs => Horizon * Levels.Length;

    internal int Gates => 4 * Hidden;

    /// <summary>Length of the last hidden state, the facts and a constant one, side by side.</summary>
    internal int SummaryLength => Hidden + Extras + 1;

    internal int DenseOffset => LayerOffset(Layers);

    internal int OutputOffset => DenseOffset + (SummaryLength * Dense);

    internal int ParameterCount => OutputOffset + ((Dense + SummaryLength) * Outputs);

    /// <summary>Columns of a layer's input: what enters, a constant one, and its own hidden state.</summary>
    internal int LayerWidth(int layer) => LayerInputs(layer) + 1 + Hidden;

    internal int LayerInputs(int layer) => layer == 0 ? Features : Hidden;

    internal int LayerOffset(int layer)
    {
        int offset = 0;
        for (int i = 0; i < layer; i++)
        {
            offset += LayerWidth(i) * Gates;
        }

        return offset;
    }

    internal LstmShape Checked()
    {
        if (Patch < 1 || Window < Patch || Window % Patch != 0 || Window > Memory || Season < 1 || Season > Memory
            || Memory > 16_384)
        {
            throw new ArgumentException(
                $"A window of {Window} in patches of {Patch} and a season of {Season} with a memory of {Memory} do " +
                "not fit: the patch must divide the window, and the memory hold it and a season.");
        }

        if (Layers is < 1 or > 2 || Hidden is < 16 or > 256 || Hidden % 16 != 0 || Dense is < 1 or > 1_024)
        {
            throw new ArgumentException(
                $"{Layers} layers of {Hidden} units with {Dense} dense ones do not fit: 1 or 2 layers, hidden units " +
                "a multiple of 16 up to 256, dense ones up to 1,024.");
        }

        if (Horizon is < 1 or > 1_024 || Horizon > Memory)
        {
            throw new ArgumentException($"A horizon of {Horizon} does not fit: 1 to the memory, {Memory}.");
        }

        return LevelsFit(Levels)
            ? this
            : throw new ArgumentException("Quantile levels must ascend strictly between 0 and 1, with 0.5 among them.");
    }

    private static bool LevelsFit(ImmutableArray<double> levels)
    {
        if (levels.IsDefaultOrEmpty || levels.Length > 64 || !levels.Contains(0.5) || !(levels[0] > 0) || !(
            levels[^1] < 1))
        {
            return false;
        }

        for (int i = 1; i < levels.Length; i++)
        {
            if (!(levels[i] > levels[i - 1]))
            {
                return false;
            }
        }

        return true;
    }
}
