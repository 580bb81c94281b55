#!/usr/bin/python3
"""What another client of the vSphere API sees: hosts, machines and counters as JSON, by Debian's python3-pyvmomi.

    look.py PORT USER PASSWORD
"""
import json
import ssl
import sys

from pyVim.connect import SmartConnect, Disconnect
from pyVmomi import vim

port, user, password = sys.argv[1:4]
service = SmartConnect(host="127.0.0.1", port=int(port), user=user, pwd=password, sslContext=ssl._create_unverified_context())
content = service.RetrieveContent()


def every(kind):
    view = content.viewManager.CreateContainerView(content.rootFolder, [kind], True)
    try:
        return list(view.view)
    finally:
        view.Destroy()


hosts = [
    {
        "name": host.name,
        "cores": host.summary.hardware.numCpuCores,
        "mhz": host.summary.hardware.numCpuCores * host.summary.hardware.cpuMhz,
        "memory": host.summary.hardware.memorySize,
        "maintenance": host.runtime.inMaintenanceMode,
        "connected": host.runtime.connectionState == "connected",
    }
    for host in every(vim.HostSystem)
]
machines = [
    {
        "id": machine.config.instanceUuid,
        "name": machine.name,
        "host": machine.runtime.host.name,
        "on": machine.runtime.powerState == "poweredOn",
        "cores": machine.config.hardware.numCPU,
        "memory": machine.config.hardware.memoryMB << 20,
        "pool": machine.resourcePool.name if isinstance(machine.resourcePool.parent, vim.ResourcePool) else None,
    }
    for machine in every(vim.VirtualMachine)
    if not machine.config.template
]
counters = {
    f"{info.groupInfo.key}.{info.nameInfo.key}.{info.rollupType}": [info.key, info.unitInfo.key]
    for info in reversed(content.perfManager.perfCounter)
}
print(json.dumps({"hosts": hosts, "machines": machines, "counters": counters}))
Disconnect(service)
