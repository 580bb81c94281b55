namespace Vireo.Detection.Rules.Expressions;

/// <summary>What an expression gives.</summary>
public enum ValueKind
{
    /// <summary>One number.</summary>
    Scalar,

    /// <summary>Series with one value each.</summary>
    Vector,

    /// <summary>Series with the values of a range.</summary>
    Range,

    /// <summary>A string.</summary>
    Text,
}
