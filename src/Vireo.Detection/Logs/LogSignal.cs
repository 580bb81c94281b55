namespace Vireo.Detection.Logs;

/// <summary>Something remarkable in a stream of log lines.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Template">The miner's identifier of the template.</param>
/// <param name="At">When it showed.</param>
/// <param name="Lines">Lines in the minute of a burst; lines ever for the other kinds.</param>
/// <param name="Expected">Lines a minute that its past lets expect.</param>
public sealed record LogSignal(LogSignalKind Kind, long Template, DateTimeOffset At, long Lines, double Expected);
