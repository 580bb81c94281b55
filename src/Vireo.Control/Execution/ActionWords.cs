using Vireo.Fleet;

namespace Vireo.Control;

/// <summary>Actions in the words of people.</summary>
internal static class ActionWords
{
    public static string Of(FleetAction action) => action switch
    {
        Migration { StaysOnHost: true } move => $"Move the files of '{move.VirtualMachine}' to datastore '{move.Storage}'",
        Migration { Storage: { } storage } move =>
            $"Move '{move.VirtualMachine}' from '{move.From}' to '{move.To}' and its files to datastore '{storage}'",
        Migration move => $"Move '{move.VirtualMachine}' from '{move.From}' to '{move.To}'",
        PowerOnVirtualMachine on => $"Start '{on.VirtualMachine}' on '{on.On}'",
        PowerOffVirtualMachine off => $"Stop '{off.VirtualMachine}'",
        ResizeVirtualMachine size =>
            $"Resize '{size.VirtualMachine}' to {size.Cores} cores and {size.Memory.ToText()}",
        CreateVirtualMachine create => $"Create '{create.VirtualMachine}' from '{create.Template}' on '{create.On}'",
        ConfigureVirtualMachine configure => $"Configure '{configure.VirtualMachine}'",
        CheckVirtualMachine check => $"Check that '{check.VirtualMachine}' serves",
        DeleteVirtualMachine delete => $"Delete '{delete.VirtualMachine}'",
        SuspendVirtualMachine { ToDisk: true } suspend => $"Suspend '{suspend.VirtualMachine}' to disk",
        SuspendVirtualMachine suspend => $"Suspend '{suspend.VirtualMachine}'",
        ResumeVirtualMachine resume => $"Resume '{resume.VirtualMachine}'",
        ResetVirtualMachine reset => $"Reset '{reset.VirtualMachine}'",
        TakeSnapshot take => $"Take snapshot '{take.Snapshot}' of '{take.VirtualMachine}'",
        RevertToSnapshot revert => $"Revert '{revert.VirtualMachine}' to snapshot '{revert.Snapshot}'",
        DeleteSnapshot delete => $"Delete snapshot '{delete.Snapshot}' of '{delete.VirtualMachine}'",
        JoinBackendPool join => $"Let '{join.VirtualMachine}' join '{join.Pool}'",
        LeaveBackendPool { AtOnce: true } leave => $"Take '{leave.VirtualMachine}' out of '{leave.Pool}'",
        LeaveBackendPool leave => $"Drain '{leave.VirtualMachine}' in '{leave.Pool}'",
        EnterMaintenance enter => $"Put '{enter.Host}' into maintenance",
        ExitMaintenance exit => $"Take '{exit.Host}' out of maintenance",
        PowerOnHost on => $"Power '{on.Host}' on",
        ChangeNetwork change => $"Change the network, {Stage(change.Stage.Kind)}: {Changes(change.Stage)}",
        SetPoolTerms set => $"Set the terms of pool '{set.Setting.Pool}'",
        PowerOffHost off => $"Power '{off.Host}' off",
        FenceHost fence => $"Fence '{fence.Host}'",
        _ => throw new ArgumentOutOfRangeException(
            nameof(action), action, "This kind of action has no words yet; add them here."),
    };

    private static string Stage(OvnStageKind kind) => kind switch
    {
        OvnStageKind.Release => "make room",
        OvnStageKind.Make => "make",
        OvnStageKind.Change => "change",
        OvnStageKind.Break => "remove",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "This kind of stage has no word yet; add it here."),
    };

    private static string Changes(OvnStage stage) => stage.Changes.Length == 1
        ? stage.Changes[0].ToString()
        : $"{stage.Changes.Length} changes";
}
