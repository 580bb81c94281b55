namespace Vireo.Fleet;

/// <summary>The kinds of action, as flags, so that a provider can declare which it can do.</summary>
[Flags]
public enum ActionKinds
{
    /// <summary>Reads only.</summary>
    None = 0,

    /// <summary>Live migration between hosts.</summary>
    Migrate = 1,

    /// <summary>Start a virtual machine.</summary>
    PowerOnVirtualMachine = 2,

    /// <summary>Stop a virtual machine.</summary>
    PowerOffVirtualMachine = 4,

    /// <summary>Change virtual cores or memory.</summary>
    Resize = 8,

    /// <summary>Create from a template, configure and check.</summary>
    Create = 16,

    /// <summary>Delete with its storage.</summary>
    Delete = 32,

    /// <summary>Enter and leave maintenance.</summary>
    Maintenance = 64,

    /// <summary>Power hosts on and off.</summary>
    HostPower = 128,

    /// <summary>Set what resource pools are promised.</summary>
    Pools = 256,

    /// <summary>Prove that a host which does not answer runs nothing.</summary>
    Fence = 512,

    /// <summary>Suspend and resume a virtual machine.</summary>
    Suspend = 1024,

    /// <summary>Reset a virtual machine.</summary>
    Reset = 2048,

    /// <summary>Take, revert to and delete snapshots of a virtual machine.</summary>
    Snapshots = 4096,

    /// <summary>Everything that a hypervisor can do.</summary>
    All = 8191,

    /// <summary>Join and leave what a load balancer sends requests to.</summary>
    Backends = 8192,

    /// <summary>Change networks.</summary>
    Network = 16_384,

    /// <summary>Move the files of a virtual machine to another datastore.</summary>
    MoveStorage = 32_768,
}
