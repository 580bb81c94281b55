using Vireo.Fleet;

namespace Vireo.Control;

/// <summary>The decision as a function, so that loop and verifier run the same one.</summary>
internal delegate Plan Decision(FleetSnapshot fleet, Outlook outlook, Policy policy);
