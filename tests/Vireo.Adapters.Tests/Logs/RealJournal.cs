using System.Diagnostics;
using System.Net.Sockets;
using System.Text;

namespace Vireo.Adapters.Tests.Logs;

/// <summary>A systemd-journald of our own, in a namespace beside the machine's.</summary>
internal sealed class RealJournal : IDisposable
{
    private const string Daemon = "/lib/systemd/systemd-journald";
    private static readonly string[] Folders = ["/var/log/journal", "/run/log/journal"];

    private readonly string _name = $"vireo{Guid.NewGuid():N}"[..16];
    private readonly Process _daemon;

    private RealJournal()
    {
        _daemon = Process.Start(new ProcessStartInfo(Daemon, _name) { RedirectStandardError = true })!;
        while (!File.Exists(Socket) || !Directory.Exists(Folder))
        {
            Assert.False(_daemon.HasExited, "systemd-journald ended at once.");
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            Thread.Yield();
        }
    }

    /// <summary>Where its files are.</summary>
    public string Folder => Folders.Where(Directory.Exists)
        .SelectMany(folder => Directory.GetDirectories(folder, $"*.{_name}"))
        .FirstOrDefault("");

    private string Socket => $"/run/systemd/journal.{_name}/socket";

    /// <summary>Starts it; skips the test where it cannot be.</summary>
    public static RealJournal Start()
    {
        Assert.SkipUnless(
            File.Exists(Daemon) && Environment.IsPrivilegedProcess,
            "Needs root and systemd-journald: apt-get install systemd.");

        return new RealJournal();
    }

    /// <summary>Waits until all that was written is in the files.</summary>
    public void Settle()
    {
        using var sync = Process.Start("journalctl", [$"--namespace={_name}", "--sync"]);
        sync.WaitForExit();
    }

    /// <summary>Writes an entry by the native protocol of the journal.</summary>
    public void Write(string message)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        socket.SendTo(
            Encoding.UTF8.GetBytes($"MESSAGE={message}\nSYSLOG_IDENTIFIER=app\n"), new UnixDomainSocketEndPoint(Socket));
    }

    public void Dispose()
    {
        string folder = Folder;
        _daemon.Kill();
        _daemon.WaitForExit();
        _daemon.Dispose();
        foreach (string left in new[] { folder, $"/run/systemd/journal.{_name}" }.Where(Directory.Exists))
        {
            Directory.Delete(left, recursive: true);
        }
    }
}
