using Microsoft.Extensions.Logging;
using Vireo.Fleet;

namespace Vireo.Control;

/// <content>The log.</content>
public sealed partial class ClusterLoop
{
    [LoggerMessage(Level = LogLevel.Information,
        Message = "The loop of cluster {Cluster} runs with {Providers} providers under policy {Policy}.")]
    private partial void LogStarted(ClusterId cluster, int providers, string policy);

    [LoggerMessage(Level = LogLevel.Information, Message = "Cluster {Cluster} decides again in {Interval}: {Reason}")]
    private partial void LogPace(ClusterId cluster, TimeSpan interval, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "The loop of cluster {Cluster} was stopped.")]
    private partial void LogStopped(ClusterId cluster);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Executor and mailbox of cluster {Cluster} have ended.")]
    private partial void LogBackgroundEnded(ClusterId cluster);

    [LoggerMessage(Level = LogLevel.Information,
        Message = "Plan {Plan}: {Summary} {Approved} actions start, {Awaiting} wait for a person, {Refused} were refused.")]
    private partial void LogPlanMade(long plan, string summary, int approved, int awaiting, int refused);

    [LoggerMessage(Level = LogLevel.Information, Message = "Plan {Plan} was {Decision} by {User}.")]
    private partial void LogPlanDecided(long plan, string decision, string user);

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Kind} from {Source}: {Message}")]
    private partial void LogEvent(FleetEventKind kind, string message, string source);

    [LoggerMessage(Level = LogLevel.Error,
        Message = "A decision of cluster {Cluster} failed; nothing of it was started. The next cycle tries again.")]
    private partial void LogCycleFailed(Exception failure, ClusterId cluster);

    [LoggerMessage(Level = LogLevel.Error, Message = "A subscriber to the published state failed.")]
    private partial void LogSubscriberFailed(Exception failure);

    [LoggerMessage(Level = LogLevel.Error, Message = "The state of cluster {Cluster} cannot be saved now.")]
    private partial void LogStateTrouble(Exception failure, ClusterId cluster);
}
