using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Vireo.Adapters.Tests.LoadBalancing;

/// <summary>A hook as somebody would write it from the contract: a web server on loopback with a list of machines.</summary>
internal sealed class Hook : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, (string State, int? Connections)> _machines = new(StringComparer.Ordinal);

    private Hook()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    /// <summary>Requests as they came: method, path, and what <c>Authorization</c> said.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>Bodies of what was put.</summary>
    public ConcurrentQueue<string> Bodies { get; } = new();

    /// <summary>Type and length of what was put, as its headers say.</summary>
    public ConcurrentQueue<string> Headers { get; } = new();

    /// <summary>Answers that come before any other, each once.</summary>
    public ConcurrentQueue<int> Failures { get; } = new();

    /// <summary>What it lists instead of what it knows; empty for what it knows.</summary>
    public string Listing { get; set; } = "";

    public string Url => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First() + "/pools/shop";

    public static async Task<Hook> StartAsync()
    {
        var hook = new Hook();
        await hook._app.StartAsync(TestContext.Current.CancellationToken);

        return hook;
    }

    public void Set(string machine, string state, int? connections) => _machines[machine] = (state, connections);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        string machine = Uri.UnescapeDataString(context.Request.Path.Value![("/pools/shop".Length)..].TrimStart('/'));
        Requests.Enqueue($"{context.Request.Method} {machine} {context.Request.Headers.Authorization}".TrimEnd());
        if (Failures.TryDequeue(out int code))
        {
            context.Response.StatusCode = code;
            await context.Response.WriteAsync("not now");

            return;
        }

        switch (context.Request.Method)
        {
            case "PUT":
                Headers.Enqueue($"{context.Request.ContentType} {context.Request.ContentLength}");
                using (var reader = new StreamReader(context.Request.Body))
                {
                    string body = await reader.ReadToEndAsync(context.RequestAborted);
                    Bodies.Enqueue(body);
                    using var wanted = JsonDocument.Parse(body);
                    Set(machine, wanted.RootElement.GetProperty("state").GetString()!, connections: null);
                }

                break;
            case "DELETE":
                context.Response.StatusCode = _machines.TryRemove(machine, out _) ? 204 : 404;
                break;
            default:
                await context.Response.WriteAsync(Listing.Length > 0 ? Listing : JsonSerializer.Serialize(new
                {
                    backends = _machines.Select(one => new { machine = one.Key, state = one.Value.State, connections = one.Value.Connections }),
                }));
                break;
        }
    }
}
