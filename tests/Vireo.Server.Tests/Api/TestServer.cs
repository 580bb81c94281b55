using System.Collections.Immutable;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.AspNetCore.TestHost;
using Vireo.Control;
using Vireo.Server.Configuration;
using Vireo.Server.Hosting;
using Vireo.Server.Security;
using Vireo.Server.Tests.Dashboard;

namespace Vireo.Server.Tests.Api;

/// <summary>The whole web application in process, around a synthetic fleet.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly StateStore _state = StateStore.OpenInMemory();

    private TestServer(ServerSettings settings, TimeProvider time)
    {
        var options = new ServerOptions { DataFolder = _folder.Path, ApplicationName = "Vireo.Server.Tests" };
        Tokens = TokenStore.Open(_folder.Path, time);
        var builder = ServerApplication.CreateBuilder(options, settings, _state, Tokens, time);
        builder.WebHost.UseTestServer();
        builder.Services.AddSingleton<IFleetView>(Fleets);
        builder.Services.AddSingleton<IServerHealth>(Health);
        App = builder.Build();
        ServerApplication.Map(App);
    }

    public FakeFleetView Fleets { get; } = new();

    public FakeHealth Health { get; } = new();

    public TokenStore Tokens { get; }

    public WebApplication App { get; }

    public StateStore State => _state;

    public string AdminToken => File.ReadAllText(Tokens.AdminFile).Trim();

    public static Task<TestServer> StartAsync() => StartAsync(new ServerSettings(), TimeProvider.System);

    public static async Task<TestServer> StartAsync(ServerSettings settings, TimeProvider time)
    {
        var server = new TestServer(settings, time);
        await server.App.StartAsync(TestContext.Current.CancellationToken);

        return server;
    }

    public HttpClient Client(string? token = null)
    {
        var client = App.GetTestClient();
        client.BaseAddress = new Uri("http://127.0.0.1:8460/");
        if (token is not null)
        {
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        return client;
    }

    public HttpClient ClientOf(params ReadOnlySpan<string> roles) =>
        Client(Tokens.Create("somebody", [.. roles]).Token);

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        _state.Dispose();
        _folder.Dispose();
    }

    internal sealed class FakeHealth : IServerHealth
    {
        public ImmutableArray<string> Problems { get; set; } = [];
    }
}

/// <summary>Short ways to ask.</summary>
internal static class HttpClientExtensions
{
    public static async Task<JsonElement> JsonAsync(this HttpClient client, string path)
    {
        using var response = await client.GetAsync(path, TestContext.Current.CancellationToken);
        string text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, $"{path}: {(int)response.StatusCode} {text}");

        return JsonDocument.Parse(text).RootElement;
    }

    public static async Task<(int Status, string Detail)> ProblemAsync(this HttpClient client, HttpMethod method, string path, HttpContent? content = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        Assert.Equal((int)response.StatusCode, problem.GetProperty("status").GetInt32());

        return ((int)response.StatusCode, problem.GetProperty("detail").GetString() ?? "");
    }
}
