using Vireo.Adapters.Probing;
using Vireo.Fleet;

namespace Vireo.Adapters.VSphere;

/// <content>Machines from templates: made, or undone; their guests prepared and checked.</content>
internal sealed partial class ActionRun
{
    private async Task<string> MakeAsync(CreateVirtualMachine create)
    {
        var specification = create.Specification!;
        var template = Ask(refusal => refusal.FindTemplate(specification.ImageName),
            $"Template '{specification.ImageName}' is gone.");
        var host = Host(create.On);
        var pool = create.Pool is { } named
            ? Ask(refusal => refusal.FindPool(named), $"Pool '{named}' is gone.").Reference
            : RootPool();
        var origin = new MachineOrigin(
            inventory.Owner, create.VirtualMachine.Value, specification.Id.Value, specification.Version,
            create.Group?.Value ?? "",
            create.Deployment?.Value ?? "", specification.UserData is not null, IsMade: false, GuestState.Unknown)
        {
            Action = id.Value,
        };
        var folder = template.Parent ?? throw new ProviderException($"Template '{template.Name}' is in no folder.",
            isTransient: false);
        try
        {
            var cloned = await TaskAsync(MachineCalls.Clone(template.Reference, folder, pool, host.Reference, create,
                origin));
            var machine = cloned.Result ?? throw new ProviderException("The task succeeded and made no machine.",
                isTransient: false);

            return await CompleteAsync(create, await SeeAsync(machine), host);
        }
        catch (Exception failure)
        {
            await UndoAsync(create);
            throw new ProviderException(
                failure is OperationCanceledException
                    ? "It was aborted; what was made of it was deleted."
                    : failure.Message,
                isTransient: false, failure);
        }
    }

    // What the copy did not get from the call is set after it: servers differ in what a clone may change.
    private async Task<string> CompleteAsync(CreateVirtualMachine create, MachineFacts machine, HostFacts host)
    {
        var wanted = create.Specification!;
        if (machine.Host != host.Reference)
        {
            await TaskAsync(MachineCalls.Relocate(machine.Reference, host.Reference));
        }

        if (machine.Cores != wanted.Cores || machine.MemoryMebibytes != wanted.Memory.Value >> 20)
        {
            await TaskAsync(MachineCalls.Resize(machine.Reference, wanted.Cores, wanted.Memory));
        }

        await TaskAsync(MachineCalls.SetOptions(
            machine.Reference, MachineOrigin.Option("vireo.made", "yes"), MachineOrigin.Option("vireo.of", machine.InstanceUuid)));
        if (!create.StaysOff)
        {
            await TaskAsync(MachineCalls.PowerOn(machine.Reference));
        }

        await vcenter.CatchUpPatientlyAsync(CancellationToken.None);

        return create.StaysOff ? $"It was made on '{create.On}', off." : $"It was made and started on '{create.On}'.";
    }

    // Only what carries its mark is taken away again.
    private async Task UndoAsync(CreateVirtualMachine create)
    {
        await vcenter.CatchUpPatientlyAsync(CancellationToken.None);
        var left = Read(picture => picture.Machines.Values.FirstOrDefault(machine =>
            machine.Origin is { } origin && origin.Owner == inventory.Owner
                && origin.Machine == create.VirtualMachine.Value));
        if (left is not null)
        {
            await RemoveAsync(left);
        }
    }

    private async Task<string> ConfigureAsync(MachineFacts machine)
    {
        // Tools that run are the sign that a hypervisor gets of a guest that has booted.
        while (machine.Origin is { HasUserData: true } && !machine.HasTools)
        {
            await Task.Delay(BetweenLooks, time, Aborted);
            machine = await SeeRunningAsync(machine);
        }

        await ConcludeAsync(machine, GuestState.Configured);

        return machine.Origin is { HasUserData: true } ? "The guest's tools run." : "It has no user data.";
    }

    private async Task<string> CheckAsync(MachineFacts machine, HealthCheck check)
    {
        var until = time.GetUtcNow() + check.Within;
        while (true)
        {
            string problem = await AskAsync(machine, check);
            if (problem.Length == 0)
            {
                await ConcludeAsync(machine, GuestState.Healthy);

                return "Its health check passes.";
            }

            if (time.GetUtcNow() >= until)
            {
                await ConcludeAsync(machine, GuestState.Unhealthy);
                throw new ProviderException(
                    $"Its health check did not pass within {check.Within.TotalSeconds:0} s: {problem}.", isTransient: false);
            }

            await Task.Delay(BetweenLooks, time, Aborted);
            machine = await SeeRunningAsync(machine);
        }
    }

    private async Task<string> AskAsync(MachineFacts machine, HealthCheck check)
    {
        if (check.Kind == HealthCheckKind.Agent)
        {
            return machine.HasTools ? "" : "VMware Tools do not run in the guest";
        }

        if (machine.Address.Length == 0)
        {
            return "its address is not known: VMware Tools have to tell it";
        }

        var answer = check.Kind == HealthCheckKind.Tcp
            ? await ServiceQuestion.TcpAsync(machine.Address, check.Port, AnswerPatience, time, Aborted)
            : await ServiceQuestion.HttpAsync(machine.Address, check.Port, check.Path, AnswerPatience, time, Aborted);

        return answer.IsGood ? "" : $"{machine.Address}: {answer.Problem}";
    }

    private async Task ConcludeAsync(MachineFacts machine, GuestState guest)
    {
        await TaskAsync(MachineCalls.SetOptions(machine.Reference,
            MachineOrigin.Option("vireo.guest", guest.ToString())));
        await vcenter.CatchUpPatientlyAsync(Aborted);
    }

    private async Task<MachineFacts> SeeRunningAsync(MachineFacts machine)
    {
        var seen = await SeeAsync(machine.Reference);

        return seen.IsOn ? seen : throw new ProviderException("The machine does not run any more.", isTransient: false);
    }
}
