using System.Globalization;

namespace Vireo.Cli.Detecting;

/// <summary>The <c>ds</c> of a row.</summary>
/// <param name="IsDated">Whether it is an instant and not a step.</param>
/// <param name="Value">Ticks in UTC, or the step.</param>
/// <param name="Text">As it was written; null where it was no text.</param>
internal readonly record struct RowStamp(bool IsDated, long Value, string? Text)
{
    // Steps are taken for five minutes: what is learned of the time of day is of no use then, and does no harm.
    private static readonly long AssumedStep = TimeSpan.FromMinutes(5).Ticks;

    /// <summary>The instant; of a step, as if steps were five minutes.</summary>
    public DateTime At => IsDated
        ? new DateTime(Math.Clamp(Value, 0, DateTime.MaxValue.Ticks), DateTimeKind.Utc)
        : new DateTime(Math.Abs(Value) % (DateTime.MaxValue.Ticks / AssumedStep) * AssumedStep, DateTimeKind.Utc);

    /// <inheritdoc/>
    public override string ToString() =>
        Text ?? (IsDated
            ? At.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture)
            : Value.ToString(CultureInfo.InvariantCulture));
}
