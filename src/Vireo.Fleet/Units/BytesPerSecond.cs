using System.Text.Json.Serialization;

namespace Vireo.Fleet;

/// <summary>Data rate in bytes per second.</summary>
[JsonConverter(typeof(QuantityJsonConverter<BytesPerSecond>))]
public readonly record struct BytesPerSecond(double Value) : IQuantity<BytesPerSecond>
{
    /// <summary>Nothing at all.</summary>
    public static BytesPerSecond Zero => default;

    double IQuantity<BytesPerSecond>.Amount => Value;

    /// <inheritdoc/>
    public static BytesPerSecond Of(double amount) => new(amount);

    /// <summary>Adds two amounts.</summary>
    public static BytesPerSecond operator +(BytesPerSecond left, BytesPerSecond right) => new(left.Value + right.Value);

    /// <summary>Subtracts one amount from another.</summary>
    public static BytesPerSecond operator -(BytesPerSecond left, BytesPerSecond right) => new(left.Value - right.Value);

    /// <summary>Scales an amount.</summary>
    public static BytesPerSecond operator *(BytesPerSecond amount, double factor) => new((amount.Value * factor));

    /// <summary>The ratio of two amounts.</summary>
    public static double operator /(BytesPerSecond left, BytesPerSecond right) => left.Value / right.Value;

    /// <summary>Whether the left amount is smaller.</summary>
    public static bool operator <(BytesPerSecond left, BytesPerSecond right) => left.Value < right.Value;

    /// <summary>Whether the left amount is larger.</summary>
    public static bool operator >(BytesPerSecond left, BytesPerSecond right) => left.Value > right.Value;

    /// <summary>Whether the left amount is smaller or equal.</summary>
    public static bool operator <=(BytesPerSecond left, BytesPerSecond right) => left.Value <= right.Value;

    /// <summary>Whether the left amount is larger or equal.</summary>
    public static bool operator >=(BytesPerSecond left, BytesPerSecond right) => left.Value >= right.Value;

    /// <inheritdoc/>
    public int CompareTo(BytesPerSecond other) => Value.CompareTo(other.Value);
}
