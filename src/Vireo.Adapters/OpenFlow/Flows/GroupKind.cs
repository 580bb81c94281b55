namespace Vireo.Adapters.OpenFlow.Flows;

/// <summary>How a group chooses among its ways (<c>ofp_group_type</c>).</summary>
internal enum GroupKind : byte
{
    /// <summary>All of them.</summary>
    All = 0,

    /// <summary>One, by weight.</summary>
    Select = 1,

    /// <summary>The only one.</summary>
    Indirect = 2,

    /// <summary>The first whose port or group is up.</summary>
    FastFailover = 3,
}
