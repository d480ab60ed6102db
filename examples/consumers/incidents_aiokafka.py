"""Prints security incidents as they become known and change. Needs `pip install aiokafka` and nothing of Tocsin."""

import asyncio
import json
import sys

from aiokafka import AIOKafkaConsumer


async def main(broker: str) -> None:
    # Without a group it reads from the beginning every time: first all that is known, then what is new.
    consumer = AIOKafkaConsumer("incidents.v1", bootstrap_servers=broker, auto_offset_reset="earliest")
    async with consumer:
        async for message in consumer:
            incident_id = message.key.decode()
            if message.value is None:
                print(f"{incident_id}  forgotten: its retention has ended", flush=True)
                continue
            incident = json.loads(message.value)
            news = incident["merged_into"] or incident["summary"]
            print(f"{incident_id}  revision {incident['revision']}, {incident['state']}: {news}", flush=True)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1] if len(sys.argv) > 1 else "localhost:9092"))
