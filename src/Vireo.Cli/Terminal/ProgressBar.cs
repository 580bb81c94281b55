using Spectre.Console;

namespace Vireo.Cli.Terminal;

/// <summary>A bar on standard error, on a terminal only, and only when the work takes longer than a second.</summary>
internal sealed class ProgressBar : IProgress<double>, IDisposable
{
    private const int Width = 40;
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Refresh = TimeSpan.FromMilliseconds(100);

    private readonly string _title;
    private readonly TimeProvider _time;
    private readonly long _started;
    private readonly bool _isTerminal;
    private readonly Lock _gate = new();
    private long _drawn;
    private bool _isVisible;

    /// <summary>Starts a bar that is not drawn yet.</summary>
    public ProgressBar(string title, TimeProvider time)
    {
        _title = title;
        _time = time;
        _started = time.GetTimestamp();
        _isTerminal = !Console.IsErrorRedirected && AnsiConsole.Profile.Capabilities.Ansi;
    }

    /// <inheritdoc/>
    public void Report(double value)
    {
        if (!_isTerminal)
        {
            return;
        }

        lock (_gate)
        {
            long now = _time.GetTimestamp();
            var elapsed = _time.GetElapsedTime(_started, now);
            if (elapsed < Quiet || _time.GetElapsedTime(_drawn, now) < Refresh)
            {
                return;
            }

            _drawn = now;
            _isVisible = true;
            Draw(Math.Clamp(value, 0, 1), elapsed);
        }
    }

    /// <summary>Wipes the bar.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_isVisible)
            {
                Console.Error.Write("\r\u001b[2K");
            }
        }
    }

    private void Draw(double ratio, TimeSpan elapsed)
    {
        int filled = (int)(ratio * Width);
        string left = ratio > 0.01 ? $", {elapsed * ((1 - ratio) / ratio):m\\:ss} left" : "";
        Console.Error.Write(
            $"\r\u001b[2K{_title} {new string('━', filled)}{new string('─', Width - filled)} {ratio:P0}{left}");
    }
}
