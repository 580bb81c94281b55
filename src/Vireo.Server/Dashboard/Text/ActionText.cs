using Vireo.Fleet;
using Vireo.Server.Dashboard.Live;

namespace Vireo.Server.Dashboard.Text;

/// <summary>Says what an action does, in the words of the dashboard.</summary>
public static class ActionText
{
    /// <summary>The verb and its object, without the places, e.g. <c>Move web-12</c>.</summary>
    public static string Title(FleetAction action, FleetPicture picture)
    {
        string name = picture.NameOf(action.Target);

        return action switch
        {
            Migration { StaysOnHost: true } move => $"Move the files of {name} to {move.Storage}",
            Migration { Storage: { } storage } => $"Move {name} and its files to {storage}",
            Migration => $"Move {name}",
            PowerOnHost => $"Power on host {name}",
            PowerOffHost => $"Power off host {name}",
            FenceHost => $"Fence host {name}",
            EnterMaintenance => $"Put host {name} into maintenance",
            ExitMaintenance => $"Take host {name} out of maintenance",
            PowerOnVirtualMachine start => $"Start {name} on {picture.NameOf(EntityId.Of(start.On))}",
            PowerOffVirtualMachine => $"Stop {name}",
            ResizeVirtualMachine to => $"Resize {name} to {Format.Count(to.Cores, "core")}, {Format.Bytes(to.Memory.Value)}",
            CreateVirtualMachine from => $"Create {name} from {from.Template} on {picture.NameOf(EntityId.Of(from.On))}",
            DeleteVirtualMachine => $"Delete {name}",
            SuspendVirtualMachine suspend => suspend.ToDisk ? $"Suspend {name} to disk" : $"Suspend {name}",
            ResumeVirtualMachine => $"Resume {name}",
            ResetVirtualMachine => $"Reset {name}",
            TakeSnapshot take => $"Take snapshot {take.Snapshot} of {name}",
            RevertToSnapshot revert => $"Revert {name} to snapshot {revert.Snapshot}",
            DeleteSnapshot delete => $"Delete snapshot {delete.Snapshot} of {name}",
            ConfigureVirtualMachine => $"Configure {name}",
            CheckVirtualMachine => $"Check that {name} serves",
            JoinBackendPool join => $"Let {picture.NameOf(EntityId.Of(join.VirtualMachine))} join {join.Pool}",
            LeaveBackendPool { AtOnce: true } leave => $"Take {picture.NameOf(EntityId.Of(leave.VirtualMachine))} out of {leave.Pool}",
            LeaveBackendPool leave => $"Drain {picture.NameOf(EntityId.Of(leave.VirtualMachine))} in {leave.Pool}",
            ChangeNetwork change => $"Change the network: {Stage(change.Stage)}",
            SetPoolTerms set => $"Set what pool {set.Setting.Pool} is promised",
            _ => $"{action.Kind} {name}",
        };
    }

    /// <summary>What a plan holds, e.g. <c>12 moves, 1 host power-off</c>.</summary>
    public static string Contents(Plan plan)
    {
        var parts = plan.Actions
            .GroupBy(step => Noun(step.Action))
            .OrderByDescending(group => group.Count())
            .ThenBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => Format.Count(group.Count(), group.Key));
        string all = string.Join(", ", parts);

        return all.Length > 0 ? all : "No action";
    }

    private static string Stage(OvnStage stage) => stage.Kind switch
    {
        OvnStageKind.Release => $"make room, {Format.Count(stage.Changes.Length, "object")}",
        OvnStageKind.Make => $"make {Format.Count(stage.Changes.Length, "object")}",
        OvnStageKind.Change => $"change {Format.Count(stage.Changes.Length, "object")}",
        _ => $"take {Format.Count(stage.Changes.Length, "object")} away",
    };

    private static string Noun(FleetAction action) => action switch
    {
        Migration { StaysOnHost: true } => "move of files",
        Migration => "move",
        PowerOnHost => "host power-on",
        PowerOffHost => "host power-off",
        FenceHost => "fencing",
        EnterMaintenance or ExitMaintenance => "maintenance change",
        PowerOnVirtualMachine => "start",
        PowerOffVirtualMachine => "stop",
        ResizeVirtualMachine => "resize",
        CreateVirtualMachine => "creation",
        DeleteVirtualMachine => "deletion",
        SuspendVirtualMachine => "suspension",
        ResumeVirtualMachine => "resumption",
        ResetVirtualMachine => "reset",
        TakeSnapshot => "snapshot",
        RevertToSnapshot => "reversion",
        DeleteSnapshot => "snapshot deletion",
        ConfigureVirtualMachine => "configuration",
        CheckVirtualMachine => "health check",
        SetPoolTerms => "pool change",
        JoinBackendPool => "joining",
        LeaveBackendPool => "leaving",
        ChangeNetwork => "network change",
        _ => "action",
    };
}
