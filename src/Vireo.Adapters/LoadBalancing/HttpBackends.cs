using System.Collections.Immutable;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Vireo.Fleet;

namespace Vireo.Adapters.LoadBalancing;

/// <summary>A load balancer behind a hook of one's own: <c>GET</c> lists, <c>PUT /MACHINE</c> says what is to be done with a
/// machine, <c>DELETE /MACHINE</c> forgets it.</summary>
/// <remarks>A change that fails for the moment (no connection, 408, 429, 5xx) is tried three times; any other answer than
/// success is a refusal. The hook has to take the same request twice without harm.</remarks>
internal sealed class HttpBackends : IBackendEngine
{
    private const int Tries = 3;
    private const int MostOfAnswer = 200;
    private const long LargestAnswer = 16 << 20;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
    };

    private readonly BackendPoolSettings _settings;
    private readonly TimeProvider _time;
    private readonly string _url;
    private readonly HttpClient _client;

    public HttpBackends(BackendPoolSettings settings, TimeProvider time)
    {
        (_settings, _time) = (settings, time);
        _url = settings.Url.TrimEnd('/');
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(2) };
        _client = new HttpClient(handler)
        {
            MaxResponseContentBufferSize = LargestAnswer,
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    /// <inheritdoc/>
    public async Task<ImmutableArray<Backend>> ListAsync(CancellationToken cancellationToken)
    {
        string text = await SendAsync(HttpMethod.Get, "", body: null, cancellationToken);
        try
        {
            var listed = JsonSerializer.Deserialize<Listed>(text, Json)?.Backends
                ?? throw new JsonException("There is no 'backends'.");

            return [.. listed.Select(Read)];
        }
        catch (JsonException wrong)
        {
            throw new ProviderException(
                $"GET {_url} did not answer with {{\"backends\":[{{\"machine\":\"…\",\"state\":\"serving\"}}]}}: {wrong.Message}",
                isTransient: true, wrong);
        }
    }

    /// <inheritdoc/>
    public Task ServeAsync(BackendMember member, CancellationToken cancellationToken) => SendAsync(
        HttpMethod.Put, member.Machine.Value,
        new Wanted(member.Machine.Value, "serving")
        {
            Name = member.Name,
            Group = member.Group.Value,
            Address = member.Address.Length > 0 ? member.Address : null,
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task DrainAsync(VirtualMachineId machine, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Put, machine.Value, new Wanted(machine.Value, "draining"), cancellationToken);

    /// <inheritdoc/>
    public Task RemoveAsync(VirtualMachineId machine, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Delete, machine.Value, body: null, cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _client.Dispose();

        return ValueTask.CompletedTask;
    }

    private static Backend Read(Known known)
    {
        var state = known.State switch
        {
            "serving" => BackendState.Serving,
            "draining" => BackendState.Draining,
            _ => throw new JsonException($"The state of '{known.Machine}' is '{known.State}', not 'serving' or 'draining'."),
        };

        return string.IsNullOrEmpty(known.Machine)
            ? throw new JsonException("A backend has no 'machine'.")
            : new Backend(new VirtualMachineId(known.Machine), state, known.Connections is { } open ? Math.Max(0, open) : null);
    }

    private async Task<string> SendAsync(HttpMethod method, string machine, Wanted? body, CancellationToken cancellationToken)
    {
        string url = machine.Length == 0 ? _url : $"{_url}/{Uri.EscapeDataString(machine)}";
        for (int tried = 1; ; tried++)
        {
            try
            {
                return await SendOnceAsync(method, url, body, cancellationToken);
            }
            catch (ProviderException trouble) when (trouble.IsTransient && method != HttpMethod.Get && tried < Tries)
            {
                await Task.Delay(FirstPause * (1 << tried), _time, cancellationToken);
            }
        }
    }

    private async Task<string> SendOnceAsync(HttpMethod method, string url, Wanted? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, url);

        // Written first, so that its length is sent: a plain hook reads by Content-Length and knows no chunks.
        request.Content = body is null ? null
            : new StringContent(JsonSerializer.Serialize(body, Json), Encoding.UTF8, "application/json");
        request.Headers.Authorization = _settings.TokenFile.Length > 0 ? new AuthenticationHeaderValue("Bearer", Token()) : null;
        using var late = new CancellationTokenSource(_settings.Within, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            using var response = await _client.SendAsync(request, either.Token);
            string text = await response.Content.ReadAsStringAsync(either.Token);
            bool isGone = method == HttpMethod.Delete && response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Gone;

            return response.IsSuccessStatusCode || isGone ? text : throw Refused(method, url, response.StatusCode, text);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ProviderException(
                $"{method} {url} was not answered within {_settings.Within.TotalSeconds:0.#} s.", isTransient: true);
        }
        catch (HttpRequestException failure)
        {
            throw new ProviderException($"{method} {url} failed: {failure.Message}", isTransient: true, failure);
        }
    }

    private static ProviderException Refused(HttpMethod method, string url, HttpStatusCode code, string text)
    {
        string words = new([.. text.Take(MostOfAnswer).Select(letter => char.IsControl(letter) ? ' ' : letter)]);
        bool isTransient = code is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests || (int)code >= 500;

        return new ProviderException($"{method} {url} answered {(int)code}: {words}".TrimEnd(' ', ':') + ".", isTransient);
    }

    // Read each time: tokens are renewed.
    private string Token()
    {
        try
        {
            return File.ReadAllText(_settings.TokenFile).Trim();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ProviderException(
                $"The token in '{_settings.TokenFile}' cannot be read: {failure.Message}", isTransient: true, failure);
        }
    }

    private sealed record Wanted(string Machine, string State)
    {
        public string? Name { get; init; }

        public string? Group { get; init; }

        public string? Address { get; init; }
    }

    private sealed record Listed(ImmutableArray<Known>? Backends);

    private sealed record Known(string Machine, string State, int? Connections);
}
