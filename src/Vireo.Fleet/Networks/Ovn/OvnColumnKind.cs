namespace Vireo.Fleet;

/// <summary>What a column holds.</summary>
public enum OvnColumnKind
{
    /// <summary>Values.</summary>
    Values,

    /// <summary>A map.</summary>
    Map,

    /// <summary>Rows.</summary>
    Rows,

    /// <summary>One row at most.</summary>
    Row,
}
