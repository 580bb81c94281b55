using System.Text.Json.Serialization;

namespace Vireo.Fleet;

/// <summary>Processor capacity or use in megahertz: clock rate times cores times busy share.</summary>
[JsonConverter(typeof(QuantityJsonConverter<CpuMhz>))]
public readonly record struct CpuMhz(double Value) : IQuantity<CpuMhz>
{
    /// <summary>Nothing at all.</summary>
    public static CpuMhz Zero => default;

    double IQuantity<CpuMhz>.Amount => Value;

    /// <inheritdoc/>
    public static CpuMhz Of(double amount) => new(amount);

    /// <summary>Adds two amounts.</summary>
    public static CpuMhz operator +(CpuMhz left, CpuMhz right) => new(left.Value + right.Value);

    /// <summary>Subtracts one amount from another.</summary>
    public static CpuMhz operator -(CpuMhz left, CpuMhz right) => new(left.Value - right.Value);

    /// <summary>Scales an amount.</summary>
    public static CpuMhz operator *(CpuMhz amount, double factor) => new((amount.Value * factor));

    /// <summary>The ratio of two amounts.</summary>
    public static double operator /(CpuMhz left, CpuMhz right) => left.Value / right.Value;

    /// <summary>Whether the left amount is smaller.</summary>
    public static bool operator <(CpuMhz left, CpuMhz right) => left.Value < right.Value;

    /// <summary>Whether the left amount is larger.</summary>
    public static bool operator >(CpuMhz left, CpuMhz right) => left.Value > right.Value;

    /// <summary>Whether the left amount is smaller or equal.</summary>
    public static bool operator <=(CpuMhz left, CpuMhz right) => left.Value <= right.Value;

    /// <summary>Whether the left amount is larger or equal.</summary>
    public static bool operator >=(CpuMhz left, CpuMhz right) => left.Value >= right.Value;

    /// <inheritdoc/>
    public int CompareTo(CpuMhz other) => Value.CompareTo(other.Value);
}
