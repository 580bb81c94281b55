namespace Vireo.Server.Dashboard.Charts;

/// <summary>A history with its forecast, as the drawing module wants it. Instants are Unix milliseconds.</summary>
public sealed record ChartData
{
    /// <summary>Instant of the first point of the history.</summary>
    public required long Start { get; init; }

    /// <summary>Spacing of history and forecast.</summary>
    public required long Step { get; init; }

    /// <summary>Where "now" is.</summary>
    public required long Now { get; init; }

    /// <summary>Oldest first; null marks a gap.</summary>
    public required IReadOnlyList<double?> History { get; init; }

    /// <summary>Instant of the first forecast point.</summary>
    public long ForecastStart { get; init; }

    /// <summary>The middle of the forecast; empty when there is none.</summary>
    public IReadOnlyList<double> Median { get; init; } = [];

    /// <summary>Widest first.</summary>
    public IReadOnlyList<ChartBand> Bands { get; init; } = [];

    /// <summary>The lower edge of what was usual, point by point of the history; null where that is not known, empty when
    /// it is nowhere.</summary>
    public IReadOnlyList<double?> UsualLow { get; init; } = [];

    /// <summary>The upper edge likewise.</summary>
    public IReadOnlyList<double?> UsualHigh { get; init; } = [];

    /// <summary>Positions in the history where it was unusual.</summary>
    public IReadOnlyList<int> Unusual { get; init; } = [];

    /// <summary>Vertical lines.</summary>
    public IReadOnlyList<ChartEvent> Events { get; init; } = [];

    /// <summary>Divides values for display.</summary>
    public required double Divisor { get; init; }

    /// <summary>Unit after division.</summary>
    public required string Unit { get; init; }

    /// <summary>A horizontal line, such as the capacity; null for none.</summary>
    public double? Limit { get; init; }

    /// <summary>What the line is.</summary>
    public string LimitLabel { get; init; } = "";

    /// <summary>Top of the axis; null leaves it to the data.</summary>
    public double? Ceiling { get; init; }

    /// <summary>Whether there is nothing at all to draw.</summary>
    public bool IsEmpty => Median.Count == 0 && History.All(value => value is null);
}
