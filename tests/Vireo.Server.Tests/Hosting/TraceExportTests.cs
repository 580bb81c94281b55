using System.Diagnostics;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using OpenTelemetry.Trace;
using Vireo.Control;
using Vireo.Server.Hosting;

namespace Vireo.Server.Tests.Hosting;

/// <summary>Spans reach a collector that is named as OpenTelemetry names it.</summary>
public sealed class TraceExportTests
{
    [Fact]
    public async Task A_span_arrives_at_the_collector_with_its_trace()
    {
        var arrived = new TaskCompletionSource<byte[]>(TaskCreationOptions.RunContinuationsAsynchronously);
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var collector = builder.Build();
        collector.MapPost("/v1/traces", async (HttpRequest request) =>
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body);
            arrived.TrySetResult(body.ToArray());
        });
        await collector.StartAsync(TestContext.Current.CancellationToken);
        string address = collector.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        await using var services = Services(new()
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = address,
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
        });
        var provider = services.GetRequiredService<TracerProvider>();
        using var source = new ActivitySource(LoopMetrics.SourceName);

        using var span = source.StartActivity("cycle");
        Assert.NotNull(span);
        span.Stop();
        provider.ForceFlush();

        byte[] sent = await arrived.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        Assert.True(sent.AsSpan().IndexOf(Convert.FromHexString(span.TraceId.ToHexString())) > 0);
        Assert.True(sent.AsSpan().IndexOf("vireo"u8) > 0);
    }

    [Fact]
    public void Without_a_collector_nobody_listens()
    {
        using var services = Services([]);

        Assert.Null(services.GetService<TracerProvider>());
    }

    private static ServiceProvider Services(Dictionary<string, string?> settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(configuration);
        services.AddTraceExport(configuration);

        return services.BuildServiceProvider();
    }
}
