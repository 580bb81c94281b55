using System.Globalization;
using System.Text.Json.Serialization;

namespace Vireo.Fleet;

/// <summary>Memory in bytes.</summary>
[JsonConverter(typeof(QuantityJsonConverter<MemoryBytes>))]
public readonly record struct MemoryBytes(long Value) : IQuantity<MemoryBytes>
{
    /// <summary>A pebibyte: nothing has more, and what says so is mistaken. Sums over a fleet stay within 64
    /// bits.</summary>
    public static MemoryBytes Most => new(1L << 50);

    /// <summary>Nothing at all.</summary>
    public static MemoryBytes Zero => default;

    double IQuantity<MemoryBytes>.Amount => Value;

    /// <inheritdoc/>
    public static MemoryBytes Of(double amount) => new((long)amount);

    /// <summary>Adds two amounts.</summary>
    public static MemoryBytes operator +(MemoryBytes left, MemoryBytes right) => new(left.Value + right.Value);

    /// <summary>Subtracts one amount from another.</summary>
    public static MemoryBytes operator -(MemoryBytes left, MemoryBytes right) => new(left.Value - right.Value);

    /// <summary>Scales an amount.</summary>
    public static MemoryBytes operator *(MemoryBytes amount, double factor) => new((long)(amount.Value * factor));

    /// <summary>The ratio of two amounts.</summary>
    public static double operator /(MemoryBytes left, MemoryBytes right) => (double)left.Value / right.Value;

    /// <summary>Whether the left amount is smaller.</summary>
    public static bool operator <(MemoryBytes left, MemoryBytes right) => left.Value < right.Value;

    /// <summary>Whether the left amount is larger.</summary>
    public static bool operator >(MemoryBytes left, MemoryBytes right) => left.Value > right.Value;

    /// <summary>Whether the left amount is smaller or equal.</summary>
    public static bool operator <=(MemoryBytes left, MemoryBytes right) => left.Value <= right.Value;

    /// <summary>Whether the left amount is larger or equal.</summary>
    public static bool operator >=(MemoryBytes left, MemoryBytes right) => left.Value >= right.Value;

    /// <summary>For people, in GiB, or in MiB below one: <c>3.5 GiB</c>.</summary>
    public string ToText() => Math.Abs(Value) >= 1L << 30
        ? string.Create(CultureInfo.InvariantCulture, $"{Value / (double)(1L << 30):0.##} GiB")
        : string.Create(CultureInfo.InvariantCulture, $"{Value / (double)(1L << 20):0.##} MiB");

    /// <inheritdoc/>
    public int CompareTo(MemoryBytes other) => Value.CompareTo(other.Value);
}
