using System.Diagnostics;

namespace Vireo.Architecture.Tests;

/// <summary>The formatter is part of the tests, so `./vireo test` is all that CI has to run.</summary>
public class FormatTests
{
    [Fact]
    public async Task The_formatter_has_nothing_to_change()
    {
        var start = new ProcessStartInfo("dotnet", "format whitespace --folder . --verify-no-changes --exclude artifacts")
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        string errors = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.True(process.ExitCode == 0, errors);
    }
}
