using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Vireo.Adapters.Tests.Libvirt;

/// <summary>The <c>vireo up</c> that people start, as a process of its own, so that it can be killed.</summary>
internal sealed class LabServer : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vireo-lab-server-");
    private readonly string _configuration;
    private readonly string _url;
    private readonly StringBuilder _said = new();
    private HttpClient _client = new();
    private Process? _process;

    public LabServer(string configuration)
    {
        _configuration = Path.Combine(_folder.FullName, "vireo.yaml");
        File.WriteAllText(_configuration, configuration);
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        _url = $"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}";
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Starts it, for the first time or again, and waits until it has decided once.</summary>
    public async Task StartAsync()
    {
        var start = new ProcessStartInfo(
            "dotnet", [Path.Combine(AppContext.BaseDirectory, "vireo.dll"), "up", "--config", _configuration, "--data", DataFolder, "--url", _url])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,

            // It lives for seconds: code that is compiled a second time to be faster later only costs.
            Environment = { ["DOTNET_TieredPGO"] = "0" },
        };
        _process = Process.Start(start)!;
        var isUp = new TaskCompletionSource();
        _process.OutputDataReceived += (_, line) => Hear(line.Data, isUp);
        _process.ErrorDataReceived += (_, line) => Hear(line.Data, isUp);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await Task.WhenAny(isUp.Task, _process.WaitForExitAsync(Token));
        Assert.True(isUp.Task.IsCompleted, $"The server ended: {_said}");
        _client.Dispose();
        _client = new HttpClient { BaseAddress = new Uri(_url), Timeout = Timeout.InfiniteTimeSpan };
        _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Bearer", (await File.ReadAllTextAsync(Path.Combine(DataFolder, "token"), Token)).Trim());
    }

    /// <summary>Ends it without a word, as a failure of power would.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync(Token);
    }

    public async Task<JsonElement> GetAsync(string path) =>
        await FindAsync(path) ?? throw new KeyNotFoundException($"The server knows no '{path}'. {_said}");

    public async Task PostAsync(string path, string json)
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        using var answer = await _client.PostAsync(new Uri(_url + "/api/v1/" + path), content, Token);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Token));
    }

    public async Task DeleteAsync(string path)
    {
        using var answer = await _client.DeleteAsync(new Uri(_url + "/api/v1/" + path), Token);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Token));
    }

    /// <summary>Reads until something is so; looks again whenever the server says that something has changed.</summary>
    public async Task<JsonElement> UntilAsync(string path, Func<JsonElement, bool> isSo, TimeSpan patience)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(Token);
        late.CancelAfter(patience);
        await using var changes = await _client.GetStreamAsync(new Uri(_url + "/api/v1/events"), late.Token);
        using var lines = new StreamReader(changes);
        var seen = await FindAsync(path);
        try
        {
            while ((seen is not { } known || !isSo(known)) && await lines.ReadLineAsync(late.Token) is not null)
            {
                seen = await FindAsync(path);
            }
        }
        catch (OperationCanceledException) when (!Token.IsCancellationRequested)
        {
            Assert.Fail($"'{path}' was not as expected within {patience}: {seen} {_said}");
        }

        return seen!.Value;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            await KillAsync();
        }

        _process?.Dispose();
        _client.Dispose();
        _folder.Delete(recursive: true);
    }

    // Null for what is not there: a server that has just started knows it again after its first decision.
    private async Task<JsonElement?> FindAsync(string path)
    {
        using var answer = await _client.GetAsync(new Uri(_url + "/api/v1/" + path), Token);
        string text = await answer.Content.ReadAsStringAsync(Token);
        Assert.True(answer.IsSuccessStatusCode || answer.StatusCode == HttpStatusCode.NotFound, text);

        return answer.IsSuccessStatusCode ? JsonDocument.Parse(text).RootElement : null;
    }

    private string DataFolder => Path.Combine(_folder.FullName, "data");

    private void Hear(string? line, TaskCompletionSource isUp)
    {
        lock (_said)
        {
            _said.AppendLine(line);
        }

        if (line?.StartsWith("Cluster ", StringComparison.Ordinal) == true)
        {
            isUp.TrySetResult();
        }
    }
}
