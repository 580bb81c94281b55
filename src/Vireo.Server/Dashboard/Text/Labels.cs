using MudBlazor;
using Vireo.Control;
using Vireo.Detection.Notifying;
using Vireo.Detection.Rules.Evaluation;
using Vireo.Fleet;
using Vireo.Server.Api.Groups;
using Host = Vireo.Fleet.Host;
using Severity = Vireo.Fleet.Severity;

namespace Vireo.Server.Dashboard.Text;

/// <summary>The one place where states get their word, colour and shape.</summary>
public static class Labels
{
    /// <summary>Of a host: maintenance is said before power.</summary>
    public static Label Of(Host host) => host.IsInMaintenance
        ? new("Maintenance", Tone.Warn, Icons.Material.Outlined.Build)
        : host.State switch
        {
            HostState.On => new("On", Tone.Ok, Icons.Material.Outlined.CheckCircle),
            HostState.Off => new("Off", Tone.Neutral, Icons.Material.Outlined.PowerSettingsNew),
            HostState.PoweringOn => new("Powering on", Tone.Info, Icons.Material.Outlined.ArrowUpward),
            HostState.PoweringOff => new("Powering off", Tone.Info, Icons.Material.Outlined.ArrowDownward),
            HostState.Failed => new("Failed", Tone.Bad, Icons.Material.Outlined.Cancel),
            _ => new("Unreachable", Tone.Warn, Icons.Material.Outlined.CloudOff),
        };

    /// <summary>Of a virtual machine's power.</summary>
    public static Label Of(PowerState state) => state switch
    {
        PowerState.On => new("On", Tone.Ok, Icons.Material.Outlined.CheckCircle),
        PowerState.Off => new("Off", Tone.Neutral, Icons.Material.Outlined.PowerSettingsNew),
        PowerState.Suspended => new("Suspended", Tone.Neutral, Icons.Material.Outlined.Pause),
        PowerState.Creating => new("Creating", Tone.Info, Icons.Material.Outlined.Add),
        PowerState.Deleting => new("Deleting", Tone.Info, Icons.Material.Outlined.Remove),
        _ => new("Failed", Tone.Bad, Icons.Material.Outlined.Cancel),
    };

    /// <summary>Of a replica, as its load balancer knows it.</summary>
    public static Label Of(ReplicaStanding standing) => standing switch
    {
        ReplicaStanding.Joined => new("Joined", Tone.Ok, Icons.Material.Outlined.CheckCircle),
        ReplicaStanding.Joining => new("Joining", Tone.Info, Icons.Material.Outlined.Add),
        ReplicaStanding.Draining => new("Draining", Tone.Info, Icons.Material.Outlined.ArrowDownward),
        ReplicaStanding.Left => new("Left", Tone.Neutral, Icons.Material.Outlined.Remove),
        _ => new("Drained by others", Tone.Warn, Icons.Material.Outlined.PanTool),
    };

    /// <summary>Of a plan.</summary>
    public static Label Of(PlanStatus status) => status switch
    {
        PlanStatus.Recommended => new("Recommended", Tone.Info, Icons.Material.Outlined.Lightbulb),
        PlanStatus.AwaitingApproval => new("Awaiting approval", Tone.Accent, Icons.Material.Outlined.PanTool),
        PlanStatus.Executing => new("Executing", Tone.Info, Icons.Material.Outlined.PlayArrow),
        PlanStatus.Done => new("Done", Tone.Ok, Icons.Material.Outlined.CheckCircle),
        PlanStatus.Rejected => new("Rejected", Tone.Warn, Icons.Material.Outlined.ThumbDown),
        PlanStatus.Expired => new("Expired", Tone.Neutral, Icons.Material.Outlined.HourglassDisabled),
        PlanStatus.Repeated => new("Asked before", Tone.Neutral, Icons.Material.Outlined.Repeat),
        _ => new("Refused", Tone.Warn, Icons.Material.Outlined.Block),
    };

    /// <summary>Of an alert.</summary>
    public static Label Of(AlertState state) => state switch
    {
        AlertState.Firing => new("Firing", Tone.Bad, Icons.Material.Outlined.NotificationsActive),
        AlertState.Pending => new("Pending", Tone.Warn, Icons.Material.Outlined.Schedule),
        _ => new("Over", Tone.Neutral, Icons.Material.Outlined.CheckCircle),
    };

    /// <summary>Of a silence.</summary>
    public static Label Of(SilenceState state) => state switch
    {
        SilenceState.Active => new("Active", Tone.Info, Icons.Material.Outlined.NotificationsOff),
        SilenceState.Pending => new("Pending", Tone.Neutral, Icons.Material.Outlined.Schedule),
        _ => new("Over", Tone.Neutral, Icons.Material.Outlined.CheckCircle),
    };

    /// <summary>Of an action's outcome.</summary>
    public static Label Of(OutcomeStatus status) => status switch
    {
        OutcomeStatus.Waiting => new("Waiting", Tone.Neutral, Icons.Material.Outlined.Schedule),
        OutcomeStatus.Running => new("Running", Tone.Info, Icons.Material.Outlined.PlayArrow),
        OutcomeStatus.Succeeded => new("Succeeded", Tone.Ok, Icons.Material.Outlined.CheckCircle),
        OutcomeStatus.Failed => new("Failed", Tone.Bad, Icons.Material.Outlined.Cancel),
        OutcomeStatus.TimedOut => new("Timed out", Tone.Bad, Icons.Material.Outlined.TimerOff),
        OutcomeStatus.Aborted => new("Aborted", Tone.Warn, Icons.Material.Outlined.StopCircle),
        _ => new("Skipped", Tone.Warn, Icons.Material.Outlined.SkipNext),
    };

    /// <summary>Of one action of a plan: its outcome, or what became of it before it could have one.</summary>
    public static Label Of(PlanRecord plan, ActionId action)
    {
        var outcome = plan.Outcomes.FirstOrDefault(candidate => candidate.Id == action);
        if (outcome is not null)
        {
            return Of(outcome.Status);
        }

        return plan.AwaitingApproval.Contains(action) ? Of(PlanStatus.AwaitingApproval) : Unapproved(plan.Status);
    }

    /// <summary>Of an incident's severity.</summary>
    public static Label Of(Severity severity) => severity switch
    {
        Severity.Critical => new("Critical", Tone.Bad, Icons.Material.Outlined.Error),
        Severity.Warning => new("Warning", Tone.Warn, Icons.Material.Outlined.Warning),
        _ => new("Info", Tone.Info, Icons.Material.Outlined.Info),
    };

    /// <summary>Of an operating mode.</summary>
    public static Label Of(OperatingMode mode) => mode switch
    {
        OperatingMode.Observe => new("Observe", Tone.Neutral, Icons.Material.Outlined.Visibility),
        OperatingMode.Recommend => new("Recommend", Tone.Info, Icons.Material.Outlined.Lightbulb),
        OperatingMode.Approve => new("Approve", Tone.Info, Icons.Material.Outlined.PanTool),
        _ => new("Autopilot", Tone.Accent, Icons.Material.Outlined.AutoMode),
    };

    /// <summary>Of a time-line entry.</summary>
    public static Label Of(FleetEventKind kind) => kind switch
    {
        FleetEventKind.Appeared => new("Appeared", Tone.Neutral, Icons.Material.Outlined.AddCircleOutline),
        FleetEventKind.Vanished => new("Vanished", Tone.Warn, Icons.Material.Outlined.RemoveCircleOutline),
        FleetEventKind.StateChanged => new("State", Tone.Info, Icons.Material.Outlined.PowerSettingsNew),
        FleetEventKind.Moved => new("Moved", Tone.Accent, Icons.Material.Outlined.SwapHoriz),
        FleetEventKind.Reconfigured => new("Reconfigured", Tone.Neutral, Icons.Material.Outlined.Tune),
        FleetEventKind.Failed => new("Failed", Tone.Bad, Icons.Material.Outlined.Cancel),
        FleetEventKind.Action => new("Action", Tone.Accent, Icons.Material.Outlined.PlayArrow),
        FleetEventKind.Incident => new("Incident", Tone.Warn, Icons.Material.Outlined.Warning),
        FleetEventKind.Decision => new("Decision", Tone.Info, Icons.Material.Outlined.Lightbulb),
        FleetEventKind.Started => new("Started", Tone.Accent, Icons.Material.Outlined.PlayArrow),
        FleetEventKind.Log => new("Log", Tone.Warn, Icons.Material.Outlined.Article),
        _ => new("Configuration", Tone.Neutral, Icons.Material.Outlined.Settings),
    };

    private static Label Unapproved(PlanStatus status) => status switch
    {
        PlanStatus.Recommended or PlanStatus.Rejected or PlanStatus.Expired or PlanStatus.Refused
            or PlanStatus.Repeated => Of(status),
        _ => new("Not approved", Tone.Warn, Icons.Material.Outlined.Block),
    };
}
