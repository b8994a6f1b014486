events![NewMessage, rooms::Closed]
