using Vireo.Adapters.Probing;
using Vireo.Fleet;

namespace Vireo.Adapters.Libvirt;

/// <summary>Watches a new machine until its guest has taken its user data, or until it serves; what was found is
/// written into its
/// metadata, so that it outlives Vireo.</summary>
/// <param name="uuid">The machine.</param>
/// <param name="origin">Where it comes from.</param>
/// <param name="host">Where it runs.</param>
/// <param name="time">The clock.</param>
internal sealed class Preparing(string uuid, DomainOrigin origin, LibvirtHost host, TimeProvider time)
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AnswerPatience = TimeSpan.FromSeconds(5);

    // A kernel that looks for partitions reads the first and the last block; to mount the disk and read a file takes a
    // third.
    private const long OpenedBytes = 3 * 4096;

    /// <summary>Waits until the guest has read its user data.</summary>
    /// <exception cref="ProviderException">It stopped, or the host failed.</exception>
    public async Task<string> ConfigureAsync(CancellationToken cancellationToken)
    {
        while (origin.Seed.Length > 0 && await OnAsync(domain => domain.BytesRead(origin.Seed), cancellationToken) < OpenedBytes)
        {
            await Task.Delay(BetweenLooks, time, cancellationToken);
        }

        await ConcludeAsync(GuestState.Configured, cancellationToken);

        return origin.Seed.Length > 0 ? "The guest has read its user data." : "It has no user data.";
    }

    /// <summary>Asks until it serves.</summary>
    /// <exception cref="ProviderException">It does not within the check's time.</exception>
    public async Task<string> CheckAsync(HealthCheck check, CancellationToken cancellationToken)
    {
        var until = time.GetUtcNow() + check.Within;
        while (true)
        {
            string problem = await AskAsync(check, cancellationToken);
            if (problem.Length == 0)
            {
                await ConcludeAsync(GuestState.Healthy, cancellationToken);

                return "Its health check passes.";
            }

            if (time.GetUtcNow() >= until)
            {
                await ConcludeAsync(GuestState.Unhealthy, cancellationToken);
                throw new ProviderException(
                    $"Its health check did not pass within {check.Within.TotalSeconds:0} s: {problem}.", isTransient: false);
            }

            await Task.Delay(BetweenLooks, time, cancellationToken);
        }
    }

    private async Task<string> AskAsync(HealthCheck check, CancellationToken cancellationToken)
    {
        if (check.Kind == HealthCheckKind.Agent)
        {
            return await OnAsync(domain => domain.HasAgent, cancellationToken) ? "" : "no agent answers in the guest";
        }

        string? address = await OnAsync(
            domain => origin.Address.Length > 0 ? origin.Address : domain.FindAddress(), cancellationToken);
        if (address is null)
        {
            return "its address is not known: no lease, agent or neighbour tells it, nor a line '# vireo: address=…' of its user data";
        }

        var answer = check.Kind == HealthCheckKind.Tcp
            ? await ServiceQuestion.TcpAsync(address, check.Port, AnswerPatience, time, cancellationToken)
            : await ServiceQuestion.HttpAsync(address, check.Port, check.Path, AnswerPatience, time, cancellationToken);

        return answer.IsGood ? "" : $"{address}: {answer.Problem}";
    }

    private async Task ConcludeAsync(GuestState guest, CancellationToken cancellationToken)
    {
        await OnAsync(
            domain =>
            {
                if (DomainXml.Read(domain.ReadXml())?.Mark is { Origin: { } known } mark)
                {
                    domain.WriteMark(mark with { Origin = known with { Guest = guest } });
                }

                return true;
            },
            cancellationToken);
        host.Distrust(uuid);
    }

    private Task<T> OnAsync<T>(Func<LibvirtDomain, T> ask, CancellationToken cancellationToken) => host.Lane.CallAsync(
        connection =>
        {
            using var domain = connection.Find(uuid);

            return domain is { IsActive: true }
                ? ask(domain)
                : throw new LibvirtException(LibvirtErrorCode.OperationInvalid, "The machine does not run any more.");
        },
        cancellationToken);
}
