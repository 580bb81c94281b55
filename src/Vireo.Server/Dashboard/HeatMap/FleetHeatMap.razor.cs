using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using Vireo.Fleet;
using Vireo.Server.Dashboard.Live;

namespace Vireo.Server.Dashboard.HeatMap;

/// <summary>The fleet at a glance. Blazor decides what is shown; a small module paints it on a canvas, because
/// thousands of elements would bring the browser to its knees.</summary>
public sealed partial class FleetHeatMap
{
    private static readonly (HeatMapMeasure, string)[] Measures =
        [(HeatMapMeasure.Cpu, "CPU"), (HeatMapMeasure.Memory, "Memory")];

    private ElementReference _canvas;
    private ElementReference _tip;
    private DotNetObjectReference<FleetHeatMap>? _self;
    private IJSObjectReference? _module;
    private IJSObjectReference? _map;
    private HeatMapFrame? _painted;
    private HeatMapMeasure _measure;

    /// <summary>What to show.</summary>
    [CascadingParameter]
    public required FleetPicture Picture { get; set; }

    /// <summary>Called by the drawing module when a tile is clicked or entered.</summary>
    [JSInvokable]
    public void OpenHost(string id) => Navigation.NavigateTo(Addresses.Of(new HostId(id)));

    /// <summary>Lets go of the canvas.</summary>
    public async ValueTask DisposeAsync()
    {
        await Interop.ReleaseAsync(_map, _module);
        _self?.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!Picture.Hosts.IsEmpty)
        {
            await Interop.TellAsync(DrawAsync);
        }
    }

    private async Task DrawAsync()
    {
        if (_module is null)
        {
            _module = await JS.InvokeAsync<IJSObjectReference>("import", "./_content/Vireo.Server/heatmap.js");
            _self = DotNetObjectReference.Create(this);
            _map = await _module.InvokeAsync<IJSObjectReference>("create", _canvas, _tip, _self);
        }

        if (_map is not null)
        {
            await PaintAsync(_map);
        }
    }

    private async Task PaintAsync(IJSObjectReference map)
    {
        var frame = HeatMapFrame.Of(Picture, _measure);
        if (!frame.HasSameShapeAs(_painted))
        {
            await map.InvokeVoidAsync("shape", frame.Hosts, frame.Moves);
        }

        _painted = frame;
        await map.InvokeVoidAsync("paint", frame.HostLoads, frame.MachineLoads);
    }
}
