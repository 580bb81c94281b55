using System.Text.Json.Serialization;

namespace Vireo.Fleet;

/// <summary>Electrical power in watts.</summary>
[JsonConverter(typeof(QuantityJsonConverter<Watts>))]
public readonly record struct Watts(double Value) : IQuantity<Watts>
{
    /// <summary>Nothing at all.</summary>
    public static Watts Zero => default;

    double IQuantity<Watts>.Amount => Value;

    /// <inheritdoc/>
    public static Watts Of(double amount) => new(amount);

    /// <summary>Adds two amounts.</summary>
    public static Watts operator +(Watts left, Watts right) => new(left.Value + right.Value);

    /// <summary>Subtracts one amount from another.</summary>
    public static Watts operator -(Watts left, Watts right) => new(left.Value - right.Value);

    /// <summary>Scales an amount.</summary>
    public static Watts operator *(Watts amount, double factor) => new((amount.Value * factor));

    /// <summary>The ratio of two amounts.</summary>
    public static double operator /(Watts left, Watts right) => left.Value / right.Value;

    /// <summary>Whether the left amount is smaller.</summary>
    public static bool operator <(Watts left, Watts right) => left.Value < right.Value;

    /// <summary>Whether the left amount is larger.</summary>
    public static bool operator >(Watts left, Watts right) => left.Value > right.Value;

    /// <summary>Whether the left amount is smaller or equal.</summary>
    public static bool operator <=(Watts left, Watts right) => left.Value <= right.Value;

    /// <summary>Whether the left amount is larger or equal.</summary>
    public static bool operator >=(Watts left, Watts right) => left.Value >= right.Value;

    /// <inheritdoc/>
    public int CompareTo(Watts other) => Value.CompareTo(other.Value);
}
