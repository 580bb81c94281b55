using Vireo.Fleet;

namespace Vireo.Simulation;

internal sealed partial class SimulatedFleet
{
    /// <summary>Gives up what is under way, where that is possible.</summary>
    /// <exception cref="ProviderException">It cannot be stopped any more.</exception>
    public void Abort(FleetOperation operation)
    {
        if (!operation.IsRunning)
        {
            return;
        }

        if (operation.Action is not Migration)
        {
            throw Refuse($"'{operation.Action.Target}' is past the point of no return and will finish.");
        }

        Bring(Now);
        int target = operation.Target;
        int source = _machines[operation.Subject].Host;
        AbandonMigration(operation, "Aborted on request.");
        UpdateHost(target);
        UpdateHost(source);
    }

    private FleetOperation Begin(FleetAction action, int subject, int target, TimeSpan takes)
    {
        var operation = new FleetOperation
        {
            Action = action,
            StartedAt = Now,
            EndsAt = Now + takes.TotalSeconds,
            Subject = subject,
            Target = target,
        };
        if (takes > TimeSpan.Zero)
        {
            Schedule(operation.EndsAt, new FleetOccurrence(OccurrenceKind.OperationEnds) { Operation = operation });
        }
        else
        {
            Bring(Now);
            End(operation);
            UpdateAll();
        }

        return operation;
    }

    private FleetOperation Done(FleetAction action, int subject, string detail)
    {
        var operation = new FleetOperation { Action = action, StartedAt = Now, EndsAt = Now, Subject = subject };
        operation.Succeed(detail);

        return operation;
    }

    private void End(FleetOperation operation)
    {
        if (!operation.IsRunning)
        {
            return;
        }

        switch (operation.Action)
        {
            case Migration:
                EndMigration(operation);
                break;
            case PowerOnHost or PowerOffHost:
                EndPowerChange(operation);
                break;
            default:
                EndMachineStart(operation);
                break;
        }
    }
}
