namespace Vireo.Adapters.Ovsdb;

/// <summary>What a single value may be (RFC 7047, section 3.1, atomic-type).</summary>
internal enum OvsdbAtomType
{
    /// <summary>A 64-bit integer.</summary>
    Integer,

    /// <summary>A double.</summary>
    Real,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>Text.</summary>
    String,

    /// <summary>The identifier of a row.</summary>
    Uuid,
}
