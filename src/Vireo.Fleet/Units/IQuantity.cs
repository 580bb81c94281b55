namespace Vireo.Fleet;

/// <summary>A number with its unit in the type.</summary>
/// <typeparam name="TSelf">The quantity itself.</typeparam>
public interface IQuantity<TSelf> : IComparable<TSelf>
    where TSelf : struct, IQuantity<TSelf>
{
    /// <summary>The number, in the unit that the type names.</summary>
    double Amount { get; }

    /// <summary>Wraps a number given in the unit that the type names.</summary>
    static abstract TSelf Of(double amount);
}
