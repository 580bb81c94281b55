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

        if (double.IsPositiveInfinity(operation.EndsAt))
        {
            Bring(Now);
            GiveUp(operation, "Aborted on request.");
            UpdateAll();
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
        bool isEndless = takes == Timeout.InfiniteTimeSpan;
        var operation = new FleetOperation
        {
            Action = action,
            StartedAt = Now,
            EndsAt = isEndless ? double.PositiveInfinity : Now + takes.TotalSeconds,
            Subject = subject,
            Target = target,
        };
        if (isEndless)
        {
            return operation;
        }

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

    private FleetOperation Failed(FleetAction action, int subject, string why)
    {
        var operation = new FleetOperation { Action = action, StartedAt = Now, EndsAt = Now, Subject = subject };
        operation.Fail(why);

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
            case not null when FaultAt(operation) is { } fault:
                GiveUp(operation, fault);
                break;
            case CreateVirtualMachine { StaysOff: true }:
                EndClone(operation);
                break;
            case ConfigureVirtualMachine or CheckVirtualMachine:
                EndPreparation(operation);
                break;
            default:
                EndMachineStart(operation);
                break;
        }
    }
}
