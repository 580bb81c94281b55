using System.Collections.Immutable;
using System.ComponentModel;
using System.Diagnostics;
using Vireo.Fleet;

namespace Vireo.Adapters.Libvirt;

/// <summary>Runs the command that switches a host off from outside, such as one of the fence agents of Linux clusters.
/// Only its exit status 0 proves that the host runs nothing (S25).</summary>
/// <param name="host">The host it is for.</param>
/// <param name="command">The program and its arguments; no shell reads them.</param>
/// <param name="time">The clock.</param>
internal sealed class FenceCommand(HostId host, ImmutableArray<string> command, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private const int LongestOutput = 300;

    /// <summary>Runs it to its end.</summary>
    /// <exception cref="ProviderException">It could not be run, took too long, or does not vouch for it.</exception>
    public async Task<string> RunAsync(CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        using var process = Begin(start);
        process.StandardInput.Close();
        using var limit = new CancellationTokenSource(Patience, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var output = process.StandardOutput.ReadToEndAsync(both.Token);
        var errors = process.StandardError.ReadToEndAsync(both.Token);
        try
        {
            await process.WaitForExitAsync(both.Token);
            string said = Shorten($"{await output} {await errors}");

            return process.ExitCode == 0
                ? $"'{command[0]}' vouches that '{host}' is off. {said}".Trim()
                : throw Refused($"ended with {process.ExitCode}. {said}");
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            if (cancellationToken.IsCancellationRequested)
            {
                throw;
            }

            throw Refused($"did not end within {Patience.TotalMinutes:0} minutes.");
        }
    }

    private Process Begin(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start) ?? throw Refused("did not start.");
        }
        catch (Win32Exception missing)
        {
            throw Refused($"cannot be run: {missing.Message}.");
        }
    }

    private ProviderException Refused(string why) => new(
        $"Whether '{host}' is off is not proved: '{command[0]}' {why}", isTransient: true);

    private static string Shorten(string output)
    {
        string line = string.Join(' ', output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

        return line.Length <= LongestOutput ? line : line[..LongestOutput] + "…";
    }
}
