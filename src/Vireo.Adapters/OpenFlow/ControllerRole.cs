namespace Vireo.Adapters.OpenFlow;

/// <summary>What a controller may do with a switch (<c>ofp_controller_role</c>).</summary>
public enum ControllerRole
{
    /// <summary>Stays what it is.</summary>
    NoChange = 0,

    /// <summary>Everything, beside others.</summary>
    Equal = 1,

    /// <summary>Everything, alone: the others become slaves.</summary>
    Master = 2,

    /// <summary>Only to look.</summary>
    Slave = 3,
}
